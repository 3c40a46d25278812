/**
 * Rewrites the compiled entry point so that each module is loaded when something of it is used, and not before: most
 * programs use the constructs or the reading half, and pay only for what they use.
 */
import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';

const SOURCE = path.join(__dirname, '..', 'src', 'index.ts');
const COMPILED = path.join(__dirname, '..', 'lib', 'src', 'index.js');

/** `export * from 'module'` or `export { names } from 'module'`; types leave nothing to load. */
const EXPORT = /^export (?:\*|\{([^}]*)\}) from '([^']+)';$/gm;

interface Exported {
  readonly module: string;
  readonly names: readonly string[];
}

function exportsOf(source: string): Exported[] {
  return [...source.matchAll(EXPORT)].map(([, names, module]) => ({
    module,
    names: names ? names.split(',').map((name) => name.trim()).filter(Boolean) : namesIn(module),
  }));
}

function namesIn(module: string): string[] {
  return Object.keys(createRequire(COMPILED)(module));
}

function lazyIndex(exported: readonly Exported[]): string {
  const all = exported.flatMap(({ names }) => names);
  return [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    'const lazy = (name, load) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => load()[name] });',
    ...exported.flatMap(({ module, names }) => names.map((name) => `lazy("${name}", () => require("${module}"));`)),
    // Node finds the names for ES modules by reading the text.
    `0 && (module.exports = { ${all.join(', ')} });`,
    '',
  ].join('\n');
}

fs.writeFileSync(COMPILED, lazyIndex(exportsOf(fs.readFileSync(SOURCE, 'utf8'))));
