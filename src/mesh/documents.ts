import { loadAll, YAMLException } from 'js-yaml';
import { parseLoosely } from './flow-indentation';
import type { Problem, ProblemCause, Report } from './problem';
import { RecentYaml } from './recent-yaml';
import { readSimpleYaml } from './simple-yaml';
import type { SourceFile } from './source-file';
import { KUBERNETES_SCHEMA } from './yaml-schema';

/** One document of a file, as text. */
export interface SourceDocument {
  readonly file: SourceFile;
  /** Offsets into the text of the file; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** The text of a document. */
export function textOf({ file, start, end }: SourceDocument): string {
  return file.text.slice(start, end);
}

/** A document and its value, a tree of plain objects, arrays and scalars in which parts may be shared (aliases). */
export interface ParsedDocument {
  readonly document: SourceDocument;
  readonly value: unknown;
}

/** What hostile documents are bounded by. Aliases share their value, so that they cost nothing until one walks over them. */
const BOUNDS = { maxDepth: 100, maxAliases: 10_000, maxTotalMergeKeys: 10_000 };
const OPTIONS = { schema: KUBERNETES_SCHEMA, ...BOUNDS };
/** Documents are parsed by the batch: that is nearly twice as fast as one by one. */
const BATCH = 64;

/**
 * Reads the documents of a file, YAML or JSON (which YAML contains). Where one can't be read it is reported and the others are
 * still read.
 * @param recent what files before it may have in common with it
 * @returns documents in the order of the file, empty ones left out
 */
export function parseDocuments(file: SourceFile, report: Report, recent = new RecentYaml()): ParsedDocument[] {
  const documents = splitDocuments(file);
  const values = documents.map(({ start, end }) => readSimpleYaml(file.text, start, end, recent));
  for (let first = values.indexOf(undefined); first >= 0; first = values.indexOf(undefined, first + 1)) {
    let last = first;
    while (last + 1 < documents.length && last + 1 - first < BATCH && values[last + 1] === undefined) last += 1;
    // What can't be read is null, too.
    parseBatch(documents.slice(first, last + 1), report).forEach((value, index) => { values[first + index] = value ?? null; });
  }
  return documents.flatMap((document, index) => values[index] === null ? [] : [{ document, value: values[index] }]);
}

/** Reads documents that follow each other. */
function parseBatch(batch: readonly SourceDocument[], report: Report): unknown[] {
  return parseTogether(batch) ?? batch.map((document) => parseOne(document, report));
}

/** A line that is neither blank, nor a comment, nor a directive: those belong to the document behind them. */
const CONTENT = /^[ \t]*[^\s#%]/mg;

/** Documents begin at lines that begin with `---`, as Kubernetes' own reader has it. */
function splitDocuments(file: SourceFile): SourceDocument[] {
  const { text } = file;
  const documents: SourceDocument[] = [];
  let start = 0;
  for (let at = text.indexOf('\n---'); at >= 0; at = text.indexOf('\n---', at + 1)) {
    if (!/\s/.test(text[at + 4] ?? '\n') || !hasContent(text, start, at)) continue;
    documents.push({ file, start, end: at + 1 });
    start = at + 1;
  }
  documents.push({ file, start, end: text.length });
  return documents;
}

function hasContent(text: string, start: number, end: number): boolean {
  CONTENT.lastIndex = start;
  return CONTENT.test(text) && CONTENT.lastIndex <= end;
}

/** @returns undefined if the batch has to be read one by one, because one is faulty or they are not one to one with the values */
function parseTogether(batch: readonly SourceDocument[]): unknown[] | undefined {
  const { file, start } = batch[0];
  const text = file.text.slice(start, batch[batch.length - 1].end);
  if (batch.length === 1 || text.includes('\n...')) return undefined;
  try {
    const values = loadAll(text, OPTIONS);
    return values.length === batch.length ? values : undefined;
  } catch {
    return undefined;
  }
}

function parseOne(document: SourceDocument, report: Report): unknown {
  const text = textOf(document);
  try {
    return parseLoosely(text, (loose) => loadAll(loose, OPTIONS))[0];
  } catch (error) {
    const problem = problemOf(document, text, error);
    const value = isDuplicateKey(error) ? parseLastKeys(text) : undefined;
    report(value === undefined ? { ...problem, unread: text } : problem);
    return value;
  }
}

/** The value as an API server gets it: of equal keys the last one counts. */
function parseLastKeys(text: string): unknown {
  try {
    return parseLoosely(text, (loose) => loadAll(loose, { ...OPTIONS, json: true }))[0];
  } catch {
    return undefined;
  }
}

function isDuplicateKey(error: unknown): boolean {
  return error instanceof YAMLException && error.reason === 'duplicated mapping key';
}

function problemOf(document: SourceDocument, text: string, error: unknown): Problem {
  const at = error instanceof YAMLException ? error.mark?.position ?? 0 : 0;
  const reason = error instanceof YAMLException ? error.reason : String(error);
  return { ...explain(text, at, reason), place: document.file.place(document.start + Math.min(at, text.length)) };
}

function explain(text: string, at: number, reason: string): { cause: ProblemCause; message: string } {
  if (reason === 'duplicated mapping key') {
    return { cause: 'duplicate-key', message: `key ${keyAt(text, at)} occurs twice in one mapping: the last one counts` };
  }
  if (text.includes('{{')) {
    return { cause: 'helm-template', message: `not YAML (${reason}): an unrendered template, expected the output of "helm template"` };
  }
  return { cause: 'syntax', message: `not YAML: ${reason}` };
}

function keyAt(text: string, at: number): string {
  const [, key] = /^["']?([^"':\n]{1,63})/.exec(text.slice(at, at + 65)) ?? [];
  return JSON.stringify(key?.trim() ?? '');
}
