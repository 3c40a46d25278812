import type { Construct } from 'constructs';
import type { EgressLockdown } from './egress-lockdown';
import { Notes } from '../notes';

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

const OUTGOING = 'outgoing';
const outgoing = new Notes<Outgoing>();

/** Notes that pods have to get out of the cluster. */
export function noteOutgoing(one: Outgoing): void {
  outgoing.add(OUTGOING, one);
}

/** Refuses, once the whole tree is known, a lockdown that closes the way out for the pods of another construct. */
export function refuseLockedOut(waypoint: Construct, { namespaces, allowedCidrs = [] }: EgressLockdown): void {
  const isClosed = ({ by, goesToKnownAddresses }: Outgoing) => by !== waypoint && !(goesToKnownAddresses && allowedCidrs.length > 0);
  waypoint.node.addValidation({
    validate: () => outgoing.of(waypoint, OUTGOING).filter(isClosed).flatMap((one) => {
      const locked = one.namespaces().find((namespace) => namespaces.includes(namespace));
      return locked === undefined ? [] : [complaint(one, locked)];
    }),
  });
}

function complaint({ by, need, goesToKnownAddresses }: Outgoing, locked: string): string {
  const open = goesToKnownAddresses ? 'list the addresses that it needs in "lockdown.allowedCidrs"' : 'give that waypoint a namespace of its own';
  return `locks namespace "${locked}" down, and so cuts off "${by.node.path}", ${need}: take the namespace out of "lockdown.namespaces", or ${open}`;
}
