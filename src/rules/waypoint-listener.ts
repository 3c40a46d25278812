import type { Gateway } from './facts/gateways';
import { waypointGateways } from './facts/gateways';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { inboundBindingOf } from '../binding/inbound-binding';
import { HBONE_PORT, HBONE_PROTOCOL } from '../istio/classes';
import { GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import type { Listener } from '../mesh/kinds/gateway-api';

export const waypointListener: Rule = {
  id: 'waypoint-listener',
  severity: Severity.ERROR,
  summary: 'a listener of a waypoint is not HBONE on port 15008',
  why: 'Istio deploys the Gateway all the same; without a listener on 15008 its Service lacks that port, and every connection of what is bound is refused',
  fix: 'give the waypoint one listener, on port 15008 with protocol HBONE',
  *check(mesh) {
    for (const gateway of waypointGateways(mesh)) {
      const listeners = gateway.body.spec?.listeners ?? [];
      const isRefused = !listeners.some(({ port }) => port === HBONE_PORT)
        && !inboundBindingOf(gateway, mesh.find(GATEWAY_CLASS, '', gateway.body.spec?.gatewayClassName ?? ''))?.port;
      for (const [index, listener] of listeners.entries()) yield* complaints(gateway, listener, index, isRefused);
    }
  },
};

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
