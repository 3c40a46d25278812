import type { Refusal } from './refusals';
import type { Destination, WaypointUse } from './waypoint-use';

/** How policies lapse for a destination on the way from one output to the next. */
export interface Lapse {
  readonly destination: Destination;
  /** The folder that is being applied. */
  readonly folder: string;
  /** The waypoint that is used with the last output, at the moment of the lapse, and with this output. */
  readonly uses: Record<'before' | 'meanwhile' | 'after', WaypointUse>;
  /** A part of what the last output refuses, and one of what this output refuses: neither is refused at that moment. */
  readonly refusals: readonly [Refusal, Refusal];
}

/** What a lapse is, and the two commits that go without. */
export function lapseText({ destination: { kind, namespace, name }, folder, uses, refusals: [lost, pending] }: Lapse): string {
  const { meanwhile } = uses;
  const what = name ? `${kind} ${namespace}/${name}` : `${kind}s of namespace "${namespace}" without a label of their own`;
  const policies = lost.policy === pending.policy ? `${lost.policy} would not be` : `neither ${lost.policy} nor ${pending.policy} would be`;
  const where = meanwhile.isTaken ? `which use waypoint ${meanwhile.waypoint} then` : 'which pass no waypoint then';
  return `${policies} enforced for a while, once "${folder}" is applied over the last output, for requests to ${what}, ${where}: ${wayOut(uses)}`;
}

function wayOut({ before: { waypoint: before }, meanwhile: { waypoint: meanwhile }, after: { waypoint: after } }: Lapse['uses']): string {
  if (meanwhile !== undefined && meanwhile !== before) {
    return `make two commits, first waypoint ${meanwhile} with its policies, and nobody who uses it ("lifecycle: WaypointLifecycle.DRAINING", of a canary `
      + 'CanaryStep.deployed()), and, once that is applied, what uses it';
  }
  if (before === after || before === undefined) {
    return 'make two commits, first with the new policies beside those of the last output, under names of their own, and, once that is applied, without the latter';
  }
  if (after === undefined) {
    return `make three commits, each once the one before is applied: first the new policies, then without the use of ${before}, then without its policies`;
  }
  return meanwhile === before
    ? `make two commits, first let them use ${after}, with ${before}, its policies and whom it admits as they were, and, once that is applied, take those away`
    : `make two commits, first with ${before} and ${after} both in use, and, once that is applied, without ${before}`;
}
