import type { Construct } from 'constructs';
import { claimAlone } from './claims';
import { checkObjectName } from './names';

/** An object that a construct is about to define. */
export interface ObjectName {
  readonly kind: string;
  /** `""` for objects of the cluster as a whole. */
  readonly namespace: string;
  readonly name: string;
  /** The property by which a user sets the name. */
  readonly property: string;
}

/** Checks the name of an object, and that no other construct of the app defines that object: one would overwrite the other. */
export function claimObjectName(owner: Construct, { kind, namespace, name, property }: ObjectName): string {
  checkObjectName(owner, `the name of the ${kind}`, name);
  claimAlone(owner, `${kind} ${namespace && `${namespace}/`}${name}`, `write another "${property}"`);
  return name;
}
