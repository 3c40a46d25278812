import { sandwichGateways } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { inboundBindingOf } from '../binding/inbound-binding';
import { controllerOf } from '../binding/readiness';
import { GATEWAY_CONTROLLER, HBONE_PORT } from '../istio/classes';
import { GATEWAY_CLASS } from '../mesh/kinds/gateway-api';

export const sandwichNotReachable: Rule = {
  id: 'sandwich-not-reachable',
  severity: Severity.ERROR,
  summary: 'a Gateway of class istio serves as a waypoint, and its Service lacks port 15008',
  why: 'clients dial 15008 of a waypoint unless its inbound binding names a port: every connection is refused',
  fix: 'add a listener on port 15008 with protocol TCP, or annotate ambient.istio.io/waypoint-inbound-binding: PROXY/PORT',
  *check(mesh) {
    for (const gateway of sandwichGateways(mesh)) {
      if (controllerOf(mesh, gateway) !== GATEWAY_CONTROLLER) continue;
      const { gatewayClassName = '', listeners = [] } = gateway.body.spec ?? {};
      const binding = inboundBindingOf(gateway, mesh.find(GATEWAY_CLASS, '', gatewayClassName));
      if (binding?.port || listeners.some(({ port }) => port === HBONE_PORT)) continue;
      yield { subject: gateway, path: ['spec', 'listeners'], message: `no listener on port ${HBONE_PORT}, and no inbound binding with a port: connections are refused` };
    }
  },
};
