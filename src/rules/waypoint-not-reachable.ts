import { isNamed } from './facts/claims';
import type { Gateway } from './facts/gateways';
import { isWaypoint } from './facts/gateways';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { dialledService, externalAddresses, servicesTakingTraffic } from '../binding/gateway/named-services';
import { instancesFor } from '../binding/gateway/proxy-instances';
import { readinessOf } from '../binding/gateway/readiness';
import type { Waypoint } from '../binding/waypoint';
import { findWaypoint, Reach } from '../binding/waypoint';
import { HBONE_PORT } from '../istio/classes';
import { ADDRESS_TYPE, GATEWAY_NAME } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { MeshObjects } from '../mesh/mesh-objects';

export const waypointNotReachable: Rule = {
  id: 'waypoint-not-reachable',
  severity: Severity.ERROR,
  summary: 'the addresses that a waypoint names lead its clients to nothing that takes HBONE',
  why: 'with addresses of its own a Gateway is bound as soon as it has one, whatever is there: clients dial port 15008 of it, and every connection fails',
  fix: 'name a Service of the cluster that is neither of type LoadBalancer nor has externalIPs, and whose pods take HBONE on its port 15008; without spec.addresses Istio deploys the waypoint itself',
  *check(mesh) {
    for (const subject of mesh.all(GATEWAY)) {
      if (!subject.body.spec?.addresses?.length || !(isWaypoint(mesh, subject) || isNamed(mesh, subject))) continue;
      const fault = faultOf(mesh, subject);
      if (fault) yield { subject, path: ['spec', 'addresses'], ...fault };
    }
  },
};

type Fault = Pick<Offence, 'message' | 'severity'>;

/** What is wrong with addresses that Istio takes from the spec; a waypoint that it deploys lacks a listener, which has rules of its own. */
function faultOf(mesh: MeshObjects, gateway: Gateway): Fault | undefined {
  const { waypoint } = findWaypoint(mesh, gateway);
  const readiness = readinessOf(mesh, gateway);
  if (!waypoint || !readiness.isReady) return undefined;
  if (readiness.cause === 'remote' && waypoint.reach === Reach.UNUSABLE) return { message: UNUSABLE };
  if (readiness.cause !== 'manual') return undefined;
  if (waypoint.reach === Reach.LOST) return lost(mesh, gateway);
  return waypoint.reach === Reach.REFUSED ? refused(mesh, gateway, waypoint) : undefined;
}

const UNUSABLE = 'none is a host name or an IP address: clients are not told of the waypoint, and go direct';

/** Pods that are there and not ready may soon be. */
function refused(mesh: MeshObjects, gateway: Gateway, { inboundBinding }: Waypoint): Fault | undefined {
  const service = dialledService(mesh, gateway);
  if (!service || instancesFor(mesh, gateway, [service]).has(HBONE_PORT)) return undefined;
  const { kind, name } = service.owner;
  const bound = inboundBinding?.port ? `, and none with the label ${GATEWAY_NAME}: ${gateway.name}, which would get port ${inboundBinding.port}` : '';
  return { message: `${kind} "${name}" has no pod at a port ${HBONE_PORT}${bound}: connections are refused` };
}

/** The cluster may have nothing that gives a Service of type LoadBalancer an address. */
function lost(mesh: MeshObjects, gateway: Gateway): Fault | undefined {
  const services = servicesTakingTraffic(mesh, gateway);
  const service = services.find((each) => externalAddresses(each).length > 0);
  if (!service) {
    return { message: `${ADDRESS_TYPE} is "IPAddress", and Service "${services[0].owner.name}" has no IP address: connections fail` };
  }
  const addresses = externalAddresses(service);
  const isTold = addresses.every((address) => address !== undefined);
  return {
    message: `the address of Service "${service.owner.name}" is ${isTold ? `"${addresses.join('", "')}"` : 'that of a load balancer'}, which is none of the mesh: connections fail`,
    ...!isTold && { severity: Severity.WARNING },
  };
}
