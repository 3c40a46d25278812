import type { Construct } from 'constructs';
import { consumersOf } from './consumers';
import { INGRESS_KINDS } from './enrollable-kinds';
import { LabelLedger } from './label-ledger';
import { INGRESS_USE_WAYPOINT } from '../../istio/labels';
import { Istio } from '../istio';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { Notes } from '../notes';
import { problem } from '../problem';
import { fullNameOf } from '../waypoint/full-name';
import type { IWaypoint } from '../waypoint/waypoint';

/** By waypoint: who needs ingress traffic to take it. */
const demands = new Notes<{ readonly by: Construct }>();

/** Makes ingress traffic take a waypoint, to all that uses it now or later. */
export function demandIngress(by: Construct, waypoint: IWaypoint): void {
  demands.add(fullNameOf(waypoint), { by });
  declareIngress(by, consumersOf(waypoint).map(({ object }) => object));
}

/** Makes ingress traffic to what uses a waypoint from now on take it, where that is demanded. */
export function meetIngressDemands(waypoint: IWaypoint, objects: readonly LocatedObject[]): void {
  for (const { by } of demands.of(waypoint, fullNameOf(waypoint))) declareIngress(by, objects);
}

/** Makes ingress traffic to objects take their waypoint, as far as Istio reads that from them. */
export function declareIngress(by: Construct, objects: readonly LocatedObject[]): void {
  for (const object of objects.filter(({ kind }) => INGRESS_KINDS.includes(kind))) {
    checkIngressRelease(by, object);
    LabelLedger.of(by).declare(by, object, { labels: { [INGRESS_USE_WAYPOINT]: 'true' }, annotations: {} });
  }
}

/** Checks that the release of the app reads from an object what ingress traffic does. */
export function checkIngressRelease(by: Construct, object: LocatedObject): void {
  if (object.kind !== 'Namespace' || Istio._supports(by, 'namespaceIngress')) return;
  throw problem(by, `${describe(object)} can't say what ingress traffic does before Istio 1.25, and the app is for ${Istio._of(by)}: `
    + 'set "ingress" where its Services are enrolled and leave it out here, or raise Istio.version');
}
