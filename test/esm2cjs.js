// Jest runs CommonJS; the CEL library is an ES module.
const ts = require('typescript');

exports.process = (source) => ({ code: ts.transpileModule(source, { compilerOptions: { module: 'commonjs', target: 'es2022' } }).outputText });
