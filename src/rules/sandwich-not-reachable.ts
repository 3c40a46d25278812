import type { Gateway } from './facts/gateways';
import { deployedSandwiches } from './facts/gateways';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { inboundBindingOf } from '../binding/inbound-binding';
import { HBONE_PORT } from '../istio/classes';
import { SERVICE_TYPE } from '../istio/labels';
import { GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import type { Listener } from '../mesh/kinds/gateway-api';

export const sandwichNotReachable: Rule = {
  id: 'sandwich-not-reachable',
  severity: Severity.ERROR,
  summary: 'a Gateway of class istio serves as a waypoint, and clients do not get to it',
  why: 'clients dial 15008 of a waypoint unless its inbound binding names a port: every connection is refused',
  fix: 'add a listener on port 15008 with protocol TCP, or annotate ambient.istio.io/waypoint-inbound-binding: PROXY/PORT, with a listener on that port; annotate networking.istio.io/service-type: ClusterIP',
  *check(mesh) {
    for (const gateway of deployedSandwiches(mesh)) {
      const { gatewayClassName = '', listeners = [] } = gateway.body.spec ?? {};
      const binding = inboundBindingOf(gateway, mesh.find(GATEWAY_CLASS, '', gatewayClassName));
      const fault = portFault(binding?.port ?? 0, listeners) ?? typeFault(gateway);
      if (fault) yield { subject: gateway, ...fault };
    }
  },
};

type Fault = Omit<Offence, 'subject'>;

function portFault(port: number, listeners: readonly Listener[]): Fault | undefined {
  const ports = listeners.map((listener) => listener.port);
  const path = ['spec', 'listeners'];
  if (port > 0) {
    return ports.includes(port) ? undefined
      : { path, message: `no listener on port ${port}, to which ztunnel hands connections by the inbound binding`, severity: Severity.WARNING };
  }
  return ports.includes(HBONE_PORT) ? undefined
    : { path, message: `no listener on port ${HBONE_PORT}, and no inbound binding with a port: connections are refused` };
}

/** An overlay may say otherwise. */
function typeFault({ annotations, body }: Gateway): Fault | undefined {
  const type = Object.hasOwn(annotations, SERVICE_TYPE) ? annotations[SERVICE_TYPE] : 'LoadBalancer';
  if (type !== 'LoadBalancer' || body.spec?.infrastructure?.parametersRef) return undefined;
  return {
    path: ['metadata', 'annotations'],
    message: `its Service is of type LoadBalancer: clients are sent to the address of the balancer, which is none of the mesh; expected ${SERVICE_TYPE}: ClusterIP`,
    severity: Severity.WARNING,
  };
}
