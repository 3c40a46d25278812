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
  | 'too-large';

/** Something that could not be read, or only in part. The rest was still read. */
export interface Problem {
  readonly cause: ProblemCause;
  /** What is, then what was expected; lower case, without place. */
  readonly message: string;
  /** Null for objects built in memory. */
  readonly place: Place | null;
}

/** Takes up problems while reading goes on. */
export type Report = (problem: Problem) => void;
