import type { Condition } from './condition';
import type { Operation } from './operation';
import type { Source } from './source';

/** A rule matches a request if one of the sources, one of the operations and all conditions do. Empty, it matches all. */
export interface AuthorizationRule {
  /** Who asks. @default - anybody */
  readonly sources?: Source[];
  /** What is asked for. @default - anything */
  readonly operations?: Operation[];
  /** What else must hold. @default - nothing */
  readonly conditions?: Condition[];
}
