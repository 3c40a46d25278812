import type { Construct, IConstruct } from 'constructs';
import { isInTree } from './located-object';
import { problem } from './problem';

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

/**
 * Notes that a construct declares what only one construct of an app can.
 * @param what what is declared, as an error names it: `HTTPRoute shop/cart`
 * @param wayOut what to write instead, if another construct declares it too
 */
export function claimAlone(owner: Construct, what: string, wayOut: string): void {
  const other = claim(owner, what);
  if (other) throw problem(owner, `${what} is already declared by "${other.node.path}": ${wayOut}`);
}
