import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { OPERATORS } from './operators';

/** One place in a file, broken. */
export interface Mutation {
  /** Below the folder of the project. */
  readonly file: string;
  readonly line: number;
  readonly operator: string;
  readonly before: string;
  readonly after: string;
  /** The whole file. */
  readonly text: string;
}

/** All mutations of the TypeScript files below a folder of the project. */
export function mutationsOf(root: string, folder: string): Mutation[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return mutationsOf(root, file);
    return file.endsWith('.ts') ? mutationsOfFile(file, fs.readFileSync(path.join(root, file), 'utf8')) : [];
  });
}

function mutationsOfFile(file: string, text: string): Mutation[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Mutation[] = [];
  const visit = (node: ts.Node): void => {
    if (isErased(node)) return;
    for (const { name, replace } of OPERATORS) {
      const after = replace(node, source);
      if (after === undefined) continue;
      const [start, end] = [node.getStart(source), node.getEnd()];
      found.push({
        file,
        line: source.getLineAndCharacterOfPosition(start).line + 1,
        operator: name,
        before: text.slice(start, end),
        after,
        text: `${text.slice(0, start)}${after}${text.slice(end)}`,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Types and imports, which are gone when the code runs. */
function isErased(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node) || ts.isTypeNode(node);
}
