'use strict';

const fs = require('node:fs');
const { createRequire, wrap } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

/**
 * Loads the bundled command line, as `require` would, but from compiled code where there is some: that halves the time it takes to start.
 * Code that another version of Node.js has compiled is left aside.
 */
exports.loadBundle = function loadBundle(bundle) {
  const cache = exports.cacheOf(bundle);
  const script = new vm.Script(wrap(fs.readFileSync(bundle, 'utf8')), {
    filename: bundle,
    cachedData: fs.existsSync(cache) ? fs.readFileSync(cache) : undefined,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, path.dirname(bundle));
  return { script, exports: module.exports };
};

/** The file that has the compiled code of a bundle. */
exports.cacheOf = (bundle) => bundle.replace(/\.js$/, '.cache');
