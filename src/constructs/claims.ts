import type { Construct, IConstruct } from 'constructs';
import { isInTree } from './located-object';

const claims = new WeakMap<IConstruct, Map<string, Construct>>();

/**
 * Notes that a construct has the say over something that only one of an app can have.
 * @returns the construct that has it already, if there is one
 */
export function claim(owner: Construct, what: string): Construct | undefined {
  const { root } = owner.node;
  const taken = claims.get(root) ?? new Map<string, Construct>();
  claims.set(root, taken);
  const other = taken.get(what);
  if (other && isInTree(other)) return other;
  taken.set(what, owner);
  return undefined;
}
