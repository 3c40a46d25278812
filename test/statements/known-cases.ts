import * as fs from 'node:fs';
import * as path from 'node:path';
import { load } from 'js-yaml';
import { caseFiles } from '../traffic/case-files';

const TESTS = path.join(__dirname, '..');

/** The cases of a file by name; null: it is one case, as a whole. */
type Names = (file: string) => readonly string[] | null;

/** The files that suites run, and the names of the cases in each. */
const RUN: readonly { readonly files: RegExp; readonly names: Names }[] = [
  { files: /^traffic\/cases\/[\w.-]+\.yaml$/, names: accessTestNames },
  { files: /^traffic\/notes\/[\w.-]+\.yaml$/, names: noteNames },
  { files: /^(binding\/cases|status\/observed|conformance\/(clusters\/|requests\/)?found)\/[\w.-]+\.yaml$/, names: () => null },
  { files: /^schema\/invalid\/[\w.-]+\.yaml$/, names: () => null },
  { files: /^rules\/[\w-]+\/(bad|ok)$/, names: () => null },
  { files: /\.test\.ts$/, names: literals },
];

/** Why a reference `FILE` or `FILE > NAME`, from the folder of tests, names no case that is run; undefined: it does. */
export function faultOf(reference: string): string | undefined {
  const [file, name] = reference.split(/ > (.*)/s);
  const kind = RUN.find(({ files }) => files.test(file));
  if (!kind) return 'no suite runs such a file';
  if (!fs.existsSync(path.join(TESTS, file))) return 'there is no such file';
  const names = kind.names(file);
  if (!names) return name === undefined ? undefined : 'the file is one case, and has no names in it';
  if (name === undefined) return 'which of its cases?';
  return names.includes(name) ? undefined : 'the file has no case of that name';
}

function accessTestNames(file: string): readonly string[] {
  return fileOf(file).accessTests().tests.map(({ name }) => name);
}

function noteNames(file: string): readonly string[] {
  return (load(fileOf(file).head.text) as { explain: { name: string }[] }).explain.map(({ name }) => name);
}

function fileOf(file: string) {
  return caseFiles(path.join(TESTS, path.dirname(file))).find(({ name }) => name === path.basename(file))!;
}

/** Names of tests in code are texts in single quotes. */
function literals(file: string): readonly string[] {
  return [...fs.readFileSync(path.join(TESTS, file), 'utf8').matchAll(/'((?:[^'\\\n]|\\.)*)'/g)].map(([, text]) => text.replace(/\\'/g, '\''));
}
