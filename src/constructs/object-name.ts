import type { Construct, IConstruct } from 'constructs';
import { isInTree } from './located-object';
import { checkObjectName } from './names';
import { problem } from './problem';

/** An object that a construct is about to define. */
export interface ObjectName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The property by which a user sets the name. */
  readonly property: string;
}

const claims = new WeakMap<IConstruct, Map<string, Construct>>();

/** Checks the name of an object, and that no other construct of the app defines that object: one would overwrite the other. */
export function claimObjectName(owner: Construct, { kind, namespace, name, property }: ObjectName): string {
  checkObjectName(owner, `the name of the ${kind}`, name);
  const { root } = owner.node;
  const taken = claims.get(root) ?? new Map<string, Construct>();
  claims.set(root, taken);
  const key = `${kind} ${namespace}/${name}`;
  const other = taken.get(key);
  if (other && isInTree(other)) {
    throw problem(owner, `${key} is already declared by "${other.node.path}": write another "${property}"`);
  }
  taken.set(key, owner);
  return name;
}
