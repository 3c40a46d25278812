import { isNamed } from './facts/claims';
import type { Gateway } from './facts/gateways';
import { isWaypoint, waypointGateways } from './facts/gateways';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { controllerOf } from '../binding/gateway/controller';
import { isManaged } from '../binding/gateway/deployment';
import { inboundBindingOf } from '../binding/inbound-binding';
import { EAST_WEST_CLASS, GATEWAY_CONTROLLER, HBONE_PORT, HBONE_PROTOCOL } from '../istio/classes';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import type { Listener } from '../mesh/kinds/gateway-api';
import type { MeshObjects } from '../mesh/mesh-objects';

export const waypointListener: Rule = {
  id: 'waypoint-listener',
  severity: Severity.ERROR,
  summary: 'a listener is not what its class takes: of a waypoint, HBONE on port 15008',
  why: 'Istio deploys the Gateway all the same; without a listener on 15008 its Service lacks that port, and every connection of what is bound is refused',
  fix: 'give the waypoint one listener, on port 15008 with protocol HBONE',
  *check(mesh) {
    for (const gateway of waypointGateways(mesh)) {
      const { listeners = [], gatewayClassName = '' } = gateway.body.spec ?? {};
      const isRefused = isManaged(gateway) && !listeners.some(({ port }) => port === HBONE_PORT)
        && !inboundBindingOf(gateway, mesh.find(GATEWAY_CLASS, '', gatewayClassName))?.port;
      for (const [index, listener] of listeners.entries()) yield* complaints(gateway, listener, index, isRefused);
    }
    for (const gateway of mesh.all(GATEWAY).filter((one) => !isWaypoint(mesh, one))) yield* ofOtherClasses(mesh, gateway);
  },
};

/** HBONE on a Gateway that is no waypoint by its class. */
function* ofOtherClasses(mesh: MeshObjects, gateway: Gateway): Generator<Offence> {
  const { gatewayClassName, listeners = [] } = gateway.body.spec ?? {};
  const isIngress = controllerOf(mesh, gateway) === GATEWAY_CONTROLLER;
  for (const [index, { port, protocol, tls }] of listeners.entries()) {
    const path = ['spec', 'listeners', index, 'protocol'];
    if (isIngress && protocol === HBONE_PROTOCOL) {
      const message = `protocol "${HBONE_PROTOCOL}" is only supported for waypoint proxies, and class "${gatewayClassName}" is none: Istio does not accept the listener`;
      // Who may attach is read from it all the same, where the Gateway is used as a waypoint.
      yield { subject: gateway, path, message, ...isNamed(mesh, gateway) && { severity: Severity.WARNING } };
    } else if (gatewayClassName === EAST_WEST_CLASS && !isEastWest(port, protocol, tls?.mode)) {
      yield { subject: gateway, path, message: EAST_WEST };
    }
  }
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go unexpectedEastWestWaypointListener */
function isEastWest(port: number | undefined, protocol: string | undefined, mode: string | undefined): boolean {
  if (port === HBONE_PORT) return protocol === HBONE_PROTOCOL && mode === 'Terminate';
  return protocol === 'TLS' && mode === 'Passthrough';
}

const EAST_WEST = 'East-west gateway listeners must be either port 15008 with protocol "HBONE" and TLS.Mode == Terminate, or TLS with TLS.Mode == Passthrough';

function* complaints(gateway: Gateway, { port, protocol = '' }: Listener, index: number, isRefused: boolean): Generator<Offence> {
  const path = ['spec', 'listeners', index];
  const outcome = isRefused ? 'connections to what is bound are refused' : 'Istio does not accept the listener';
  if (port !== HBONE_PORT) {
    yield { subject: gateway, path: [...path, 'port'], message: `port ${port}, expected ${HBONE_PORT}: ${outcome}` };
  } else if (protocol !== HBONE_PROTOCOL) {
    const message = `protocol "${protocol}", expected "${HBONE_PROTOCOL}": Istio does not accept the listener, and does not read its allowedRoutes`;
    const edit = protocol.toUpperCase() === HBONE_PROTOCOL ? { kind: 'set', value: HBONE_PROTOCOL } as const : undefined;
    yield { subject: gateway, path: [...path, 'protocol'], message, ...edit && { edit } };
  }
}
