import { compareText } from './object-ref';
import type { Place } from './source-file';

/** Why something could not be read. */
export type ProblemCause =
  | 'file-unreadable'
  | 'syntax'
  | 'helm-template'
  | 'not-an-object'
  | 'no-kind'
  | 'no-name'
  | 'wrong-type'
  | 'duplicate-key'
  | 'duplicate-object'
  | 'bad-test';

/** Something that could not be read, or only in part. The rest was still read. */
export interface Problem {
  readonly cause: ProblemCause;
  /** What is, then what was expected; lower case, without place. */
  readonly message: string;
  /** Null for objects built in memory. */
  readonly place: Place | null;
  /** The text of the document of which something was left out because of it; absent if nothing was. */
  readonly unread?: string;
}

/** Where a problem is, before its message: `file:line:column: `, or `file: ` if it is the file as a whole. */
export function problemPrefix({ cause, place }: Problem): string {
  if (!place) return '';
  return cause === 'file-unreadable' ? `${place.file || '""'}: ` : `${place.file}:${place.line}:${place.column}: `;
}

/** The order of files, and of places in them; what has no place comes first. */
export function compareProblems({ place: a }: Problem, { place: b }: Problem): number {
  if (!a || !b) return Number(a !== null) - Number(b !== null);
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** Takes up problems while reading goes on. */
export type Report = (problem: Problem) => void;
