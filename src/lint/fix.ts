import { isDeepStrictEqual } from 'node:util';
import { loadAll } from 'js-yaml';
import type { Finding } from './finding';
import { placeIn } from '../mesh/manifest';
import { compareText } from '../mesh/object-ref';
import type { FieldPath } from '../mesh/positions';
import type { SourceFile } from '../mesh/source-file';
import { KUBERNETES_SCHEMA } from '../mesh/yaml-schema';
import type { Edit } from '../rules/edit';

/** A file as it is with the mistakes mended that certainly can be. */
export interface FixedFile {
  readonly file: SourceFile;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** Where a finding that can be mended lies. */
interface Fix {
  readonly finding: Finding;
  readonly file: SourceFile;
  /** Of the key, or of the item of a list. */
  readonly offset: number;
  readonly edit: Edit;
}

/**
 * Mends what can be mended for certain. Only the lines concerned change: comments and formatting stay. What would change anything
 * else, as the file is written in a way that is not understood, is left as it is.
 */
export function fixedFiles(findings: readonly Finding[]): FixedFile[] {
  const byFile = new Map<SourceFile, Fix[]>();
  for (const fix of findings.flatMap(fixOf)) byFile.set(fix.file, [...byFile.get(fix.file) ?? [], fix]);
  return [...byFile].sort(([a], [b]) => compareText(a.name, b.name)).flatMap(([file, fixes]) => {
    let { text } = file;
    const mended: Finding[] = [];
    for (const fix of fixes.sort((a, b) => b.offset - a.offset)) {
      const after = apply(text, fix);
      if (after === undefined || !changesOnly(text, after, fix)) continue;
      text = after;
      mended.push(fix.finding);
    }
    return mended.length > 0 ? [{ file, text, findings: mended }] : [];
  });
}

function fixOf(finding: Finding): Fix[] {
  const { edit, subject, path } = finding;
  const place = edit && placeIn(subject, path);
  const file = subject.source?.document.file;
  return edit && place && file ? [{ finding, file, edit, offset: file.offset(place) }] : [];
}

function apply(text: string, { offset, edit, finding }: Fix): string | undefined {
  return edit.kind === 'remove' ? withoutLines(text, offset) : withValue(text, offset, edit.value, finding.path);
}

/** After a key in quotes a value may follow at once, as it does in JSON. */
const KEY = /^(?:(?:"[^"\n]*"|'[^'\n]*'):[ \t]*|[^\s"'#:,{}[\]][^:\n,{}[\]]*:[ \t]+)/;
const SCALAR = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\s"'#,{}[\]&*!|>][^\n,{}[\]#]*)/;

/** A value that was quoted stays so, and one that would be read as a boolean gets quotes. */
function withValue(text: string, offset: number, value: string, path: FieldPath): string | undefined {
  const start = valueStart(text, offset, path);
  const old = start === undefined ? undefined : SCALAR.exec(text.slice(start))?.[0].trimEnd();
  if (start === undefined || old === undefined) return undefined;
  const quote = /^["']/.exec(old)?.[0] ?? (/^(true|false)$/.test(value) ? '"' : '');
  return text.slice(0, start) + quote + value + quote + text.slice(start + old.length);
}

function valueStart(text: string, offset: number, path: FieldPath): number | undefined {
  if (typeof path.at(-1) === 'number') return offset;
  const key = KEY.exec(text.slice(offset));
  return key ? offset + key[0].length : undefined;
}

/** Takes away the lines of a key in block style: its own, and those that are indented deeper. */
function withoutLines(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const indent = text.slice(start, offset);
  if (!/^ *$/.test(indent)) return undefined;
  let end = lineEnd(text, start);
  while (end < text.length && new RegExp(`^ {${indent.length}}(?: |- )`).test(text.slice(end, lineEnd(text, end)))) end = lineEnd(text, end);
  return text.slice(0, start) + text.slice(end);
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Whether the objects of the file are the same but for the field. */
function changesOnly(before: string, after: string, { finding, edit }: Fix): boolean {
  const { path } = finding.subject.source!;
  const whole = [...path, ...finding.path];
  const read = (text: string) => loadAll(text, { schema: KUBERNETES_SCHEMA });
  try {
    const changed = read(after);
    return changed.some((_, index) => {
      const expected = read(before);
      return edited(expected[index], whole, edit) && isDeepStrictEqual(expected, changed);
    });
  } catch {
    return false;
  }
}

function edited(value: unknown, path: FieldPath, edit: Edit): boolean {
  const parent = path.slice(0, -1).reduce<any>((node, step) => node?.[step], value);
  const last = path.at(-1)!;
  if (typeof parent !== 'object' || parent === null || !(last in parent)) return false;
  if (edit.kind === 'set') parent[last] = edit.value;
  else delete parent[last];
  return true;
}
