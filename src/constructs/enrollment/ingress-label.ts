import type { Construct } from 'constructs';
import { LabelLedger } from './label-ledger';
import { INGRESS_USE_WAYPOINT } from '../../istio/labels';
import { Istio } from '../istio';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { problem } from '../problem';

/** The kinds from which Istio reads whether ingress traffic takes the waypoint. */
export const INGRESS_KINDS = ['Namespace', 'Service', 'ServiceEntry'];

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
