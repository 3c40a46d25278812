import type { Construct, IConstruct } from 'constructs';
import type { EgressLockdown } from './egress-lockdown';
import { isInTree } from '../located-object';

/** A construct whose pods have to get out of the cluster. */
export interface Outgoing {
  readonly by: Construct;
  /** Why, as a clause about the construct: `whose pods have to get out`. */
  readonly need: string;
  /** Whether addresses that a lockdown leaves open may be all that it needs. */
  readonly goesToKnownAddresses: boolean;
  /** The namespaces of the pods, once the whole tree is known. */
  namespaces(): readonly string[];
}

const outgoing = new WeakMap<IConstruct, Outgoing[]>();

/** Notes that pods have to get out of the cluster. */
export function noteOutgoing(one: Outgoing): void {
  const { root } = one.by.node;
  outgoing.set(root, [...outgoing.get(root) ?? [], one]);
}

/** Refuses, once the whole tree is known, a lockdown that closes the way out for the pods of another construct. */
export function refuseLockedOut(waypoint: Construct, { namespaces, allowedCidrs = [] }: EgressLockdown): void {
  const isClosed = ({ by, goesToKnownAddresses }: Outgoing) =>
    by !== waypoint && isInTree(by) && !(goesToKnownAddresses && allowedCidrs.length > 0);
  waypoint.node.addValidation({
    validate: () => (outgoing.get(waypoint.node.root) ?? []).filter(isClosed).flatMap((one) => {
      const locked = one.namespaces().find((namespace) => namespaces.includes(namespace));
      return locked === undefined ? [] : [complaint(one, locked)];
    }),
  });
}

function complaint({ by, need, goesToKnownAddresses }: Outgoing, locked: string): string {
  const open = goesToKnownAddresses ? 'list the addresses that it needs in "lockdown.allowedCidrs"' : 'give that waypoint a namespace of its own';
  return `locks namespace "${locked}" down, and so cuts off "${by.node.path}", ${need}: take the namespace out of "lockdown.namespaces", or ${open}`;
}
