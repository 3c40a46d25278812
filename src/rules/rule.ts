import type { Edit } from './edit';
import type { Evidence } from '../mesh/evidence';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';

/** How bad a mistake is. */
export enum Severity {
  /** Something does not work, or lets through what it should not. */
  ERROR = 'error',
  /** Something does not do what it seems to do, or will break. */
  WARNING = 'warning',
  /** Something to know. */
  INFO = 'info',
}

/** What is said of a mistake, whoever makes it. Sentences in lower case, without final period. */
export interface RuleText {
  /** The name of the rule everywhere: of its file, its fixtures, its page, and in suppressions. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong. */
  readonly summary: string;
  /** What Istio or Kubernetes does because of it. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A mistake, and how it is found. */
export interface Rule extends RuleText {
  /**
   * Kinds, or labels, of which one more could unsay what is found. While a part of the input that can't be read may hold one, nothing is.
   * @default none
   */
  readonly unsaidBy?: readonly string[];
  /** Finds the mistake in all objects of a mesh. Pure, and linear in the number of objects. */
  check(mesh: MeshObjects): Iterable<Offence>;
}

/** One place where a mistake was made. */
export interface Offence {
  /** The object to edit. */
  readonly subject: Manifest;
  /** The field to edit, empty for the object as a whole. */
  readonly path: FieldPath;
  /** What is, then what was expected; lower case, without final period. */
  readonly message: string;
  /** Where it is less bad, or less certain, than the rule says. */
  readonly severity?: Severity;
  /** What else has to do with it. */
  readonly related?: readonly Evidence[];
  /** What certainly mends it. */
  readonly edit?: Edit;
}
