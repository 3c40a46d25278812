import type { Construct, IConstruct } from 'constructs';
import type { RenderedTarget } from './rendered-target';
import { isInTree } from '../located-object';
import { problem } from '../problem';

/** What only one construct may say of a target. */
export interface SoleClaim {
  /** What is said, as in `has JWT issuers`. */
  readonly what: string;
  /** What to do instead. */
  readonly instead: string;
}

const claims = new WeakMap<IConstruct, Map<string, Construct>>();

/** Notes that a construct says something of its targets, which no other construct of the app may say too. */
export function claimTargets(by: Construct, targets: readonly RenderedTarget[], { what, instead }: SoleClaim): void {
  const { root } = by.node;
  const taken = claims.get(root) ?? new Map<string, Construct>();
  claims.set(root, taken);
  for (const { namespace, refs } of targets) {
    for (const { kind, name } of refs) {
      const key = `${what} ${kind} ${namespace}/${name}`;
      const other = taken.get(key);
      if (other && isInTree(other)) throw problem(by, `${kind} ${namespace}/${name} ${what} already, by "${other.node.path}": ${instead}`);
      taken.set(key, by);
    }
  }
}
