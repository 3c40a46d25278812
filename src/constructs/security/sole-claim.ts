import type { Construct } from 'constructs';
import type { RenderedTarget } from './rendered-target';
import { claim } from '../claims';
import { problem } from '../problem';

/** What only one construct may say of a target. */
export interface SoleClaim {
  /** What is said, as in `has JWT issuers`. */
  readonly what: string;
  /** What to do instead. */
  readonly instead: string;
}

/** Notes that a construct says something of its targets, which no other construct of the app may say too. */
export function claimTargets(by: Construct, targets: readonly RenderedTarget[], { what, instead }: SoleClaim): void {
  for (const { namespace, refs } of targets) {
    for (const { kind, name } of refs) {
      const other = claim(by, `${what} ${kind} ${namespace}/${name}`);
      if (other) throw problem(by, `${kind} ${namespace}/${name} ${what} already, by "${other.node.path}": ${instead}`);
    }
  }
}
