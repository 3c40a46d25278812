import type { Construct } from 'constructs';
import type { ClosedScope } from './closed-scope';
import type { ZeroTrustProps, ZeroTrustScraping } from './zero-trust-props';
import { claim } from '../claims';
import { Istio } from '../istio';
import { problem } from '../problem';
import { fullNameOf } from '../waypoint/full-name';
import { SandwichWaypoint } from '../waypoint/sandwich-waypoint';
import type { IWaypoint } from '../waypoint/waypoint';
import { WaypointLifecycle } from '../waypoint/waypoint-lifecycle';

/** Checks that a scope can be closed, by this construct alone, and that its exceptions mean something. */
export function checkZeroTrust(zeroTrust: Construct, { waypoints, scraping }: ZeroTrustProps, closed: ClosedScope): void {
  if (closed.isMesh && !Istio._supports(zeroTrust, 'classPolicies')) {
    throw problem(zeroTrust, `closes every waypoint of the mesh, which needs Istio 1.25, and the app is for ${Istio._of(zeroTrust)}: `
      + 'write ZeroTrustScope.namespaces(…), or raise Istio.version');
  }
  for (const { namespace } of closed.workloads) {
    const what = closed.isMesh ? 'the mesh' : `namespace "${namespace}"`;
    const other = claim(zeroTrust, `zero trust of ${what}`);
    if (other) throw problem(zeroTrust, `closes ${what}, which "${other.node.path}" does already: keep one of the two, with the exceptions of both`);
  }
  for (const waypoint of waypoints) checkWaypoint(zeroTrust, waypoint, closed);
  if (scraping) checkScraping(zeroTrust, scraping);
}

function checkWaypoint(zeroTrust: Construct, waypoint: IWaypoint, { isMesh, workloads }: ClosedScope): void {
  const name = `waypoint ${fullNameOf(waypoint)}`;
  if (waypoint instanceof SandwichWaypoint) {
    throw problem(zeroTrust, `closes ${name} ("${waypoint.node.path}"), whose pods are workloads to Istio and would refuse their clients: leave it out, `
      + 'and admit its clients and itself with ZtunnelAuthorizations');
  }
  if (waypoint.lifecycle !== WaypointLifecycle.SERVING) {
    throw problem(zeroTrust, `closes ${name}, which drains: clients come without it, and the workloads would refuse them. Admit the clients with ZtunnelAuthorizations, `
      + 'and leave the waypoint out');
  }
  if (!isMesh && !workloads.some(({ namespace }) => namespace === waypoint.waypointNamespace)) {
    throw problem(zeroTrust, `closes ${name} for all that use it, and namespace "${waypoint.waypointNamespace}" is not in the scope: add it to ZeroTrustScope.namespaces(…), `
      + 'or leave the waypoint out and admit it with a ZtunnelAuthorization (Principal.waypoint)');
  }
}

function checkScraping(zeroTrust: Construct, { ports, principals, ipBlocks }: ZeroTrustScraping): void {
  if (ports.length === 0) throw problem(zeroTrust, 'lets metrics be scraped on no port: list at least one in "scraping.ports"');
  if (!principals?.length && !ipBlocks?.length) {
    throw problem(zeroTrust, 'lets nobody scrape metrics: write "principals" or "ipBlocks" in "scraping", or leave it out');
  }
}
