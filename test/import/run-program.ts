import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import * as ts from 'typescript';
import { canonical } from '../../src/import/canonical';
import type { SourceObject } from '../../src/import/source-object';
import { readObjects } from '../../src/import/source-object';
import { loadPaths } from '../../src/mesh/load';

const ROOT = path.join(__dirname, '../..');

/** Runs the text of a program as Node.js would, and gives the objects that it writes. */
export function runProgram(text: string): SourceObject[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waypoint-import-'));
  const before = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = folder;
  try {
    const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
    new Function('require', 'exports', outputText)(createRequire(__filename), {});
    return objectsIn([folder]);
  } finally {
    if (before === undefined) delete process.env.CDK8S_OUTDIR;
    else process.env.CDK8S_OUTDIR = before;
    fs.rmSync(folder, { recursive: true });
  }
}

/** The objects of files, without those that can't be read. */
export function objectsIn(paths: readonly string[], namespace = 'default'): SourceObject[] {
  return [...readObjects(loadPaths(paths).mesh, namespace).objects];
}

/** Objects in the form in which they are compared, by name. */
export function canonicalByKey(objects: readonly SourceObject[]): Record<string, unknown> {
  return Object.fromEntries(objects.map(({ key, written }) => [key, canonical(written)]).sort());
}

/** What the compiler finds wrong with programs, all in one run. */
export function compile(programs: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(ts.readConfigFile(path.join(ROOT, 'examples/tsconfig.json'), ts.sys.readFile).config, ts.sys, path.join(ROOT, 'examples')).options,
    noUnusedLocals: true,
    skipLibCheck: true,
  };
  const texts = new Map(Object.entries(programs).map(([name, text]) => [path.join(ROOT, 'examples', `${name}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile.call(host, name, version, ...rest) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((name) => {
    const file = program.getSourceFile(name)!;
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .map(({ messageText }) => `${path.basename(name)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}
