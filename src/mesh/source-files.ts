import { isUtf8 } from 'node:buffer';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isAccessTestFile } from './access-test-file';
import type { ForeignFile } from './foreign-files';
import { foreignFileOf, isMereList } from './foreign-files';
import { compareText } from './object-ref';
import type { Report } from './problem';
import { SourceFile } from './source-file';

/** The path that means standard input, and the name that its places have. */
const STANDARD_INPUT = '-';
const STANDARD_INPUT_NAME = '<stdin>';

const MANIFEST_FILE = /\.(yaml|yml|json)$/;
/** Folders that hold no manifests of their owner: those of tools, and of packages. */
const SKIPPED_FOLDER = /^(\..+|node_modules)$/;

/** The files that paths name, as text. */
export interface SourceFiles {
  readonly files: readonly SourceFile[];
  /** Files of access tests, which hold no objects. */
  readonly tests: readonly SourceFile[];
  /** Files that belong to other tools and are not read; without kustomizations that only list files. */
  readonly foreign: readonly ForeignFile[];
}

/**
 * Reads files, folders (all `.yaml`, `.yml` and `.json` below, in the order of their names) and standard input (`-`). What can't be
 * read is reported, the rest is read. A file is read once, however often it is named or linked.
 */
export function readSourceFiles(paths: readonly string[], report: Report): SourceFiles {
  const seen = new Set<string>();
  const files: SourceFile[] = [];
  const tests: SourceFile[] = [];
  const foreign: ForeignFile[] = [];
  for (const name of paths.flatMap((start) => [...filesBelow(start, seen, report)])) {
    const tool = foreignFileOf(name);
    const text = attempt(name, report, () => readText(name));
    if (text === undefined) continue;
    if (tool) {
      if (!isMereList(tool, text)) foreign.push(tool);
      continue;
    }
    const file = new SourceFile(name === STANDARD_INPUT ? STANDARD_INPUT_NAME : name, text);
    (isAccessTestFile(text) ? tests : files).push(file);
  }
  return { files, tests, foreign };
}

function* filesBelow(start: string, seen: Set<string>, report: Report): Generator<string> {
  const waiting = [start];
  while (waiting.length > 0) {
    const name = waiting.pop()!;
    const stats = name === STANDARD_INPUT ? undefined : attempt(name, report, () => fs.statSync(name));
    if (name !== STANDARD_INPUT && (!stats || isSeen(name, seen, report))) continue;
    if (stats?.isDirectory()) waiting.push(...childrenOf(name, report).reverse());
    else if (name === start || MANIFEST_FILE.test(name)) yield name;
  }
}

/** Follows links, so that a loop of them ends. */
function isSeen(name: string, seen: Set<string>, report: Report): boolean {
  const real = attempt(name, report, () => fs.realpathSync(name));
  if (real === undefined || seen.has(real)) return true;
  seen.add(real);
  return false;
}

function childrenOf(folder: string, report: Report): string[] {
  const entries = attempt(folder, report, () => fs.readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries
    .filter((entry) => entry.isFile() ? MANIFEST_FILE.test(entry.name) : !SKIPPED_FOLDER.test(entry.name))
    .map((entry) => path.join(folder, entry.name))
    .sort(compareText);
}

const BYTE_ORDER_MARK = '\ufeff';

/** The text of a file in UTF-8, or in UTF-16 if a byte order mark says so. */
function readText(name: string): string {
  const bytes = fs.readFileSync(name === STANDARD_INPUT ? 0 : name);
  const encoding = encodingOf(bytes);
  if (encoding === 'utf8' && !isUtf8(bytes)) throw new Error('the text is not UTF-8');
  const text = bytes.toString(encoding);
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function encodingOf(bytes: Buffer): 'utf8' | 'utf16le' {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8';
}

/** Gives a file another text, and leaves its encoding and its byte order mark as they are. */
export function rewriteFile(name: string, text: string): void {
  const bytes = fs.readFileSync(name);
  const encoding = encodingOf(bytes);
  const mark = bytes.toString(encoding).startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  fs.writeFileSync(name, mark + text, encoding);
}

function attempt<T>(name: string, report: Report, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    report({ cause: 'file-unreadable', message: unreadableText(error), place: { file: name, line: 1, column: 1 } });
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'no permission',
  EPERM: 'no permission',
  ELOOP: 'a loop of links',
  ENAMETOOLONG: 'the name is too long',
  ERR_STRING_TOO_LONG: 'the file is too large',
  ERR_FS_FILE_TOO_LARGE: 'the file is too large',
};

/** Why a file can't be read, from what the file system throws. */
export function unreadableText(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return `can't be read: ${REASONS[code ?? ''] ?? message}`;
}
