import type { Peer } from './arrival';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import { decideAtZtunnel } from '../authorization/ztunnel/decide';
import { ztunnelPoliciesOf } from '../authorization/ztunnel/policies-of';
import type { Gateway } from '../binding/gateway/controller';
import { istioControllerOf } from '../binding/gateway/controller';
import { isManaged } from '../binding/gateway/deployment';
import { ingressProxyLabels } from '../binding/gateway/proxy-labels';
import { requestedServices } from '../binding/gateway/requested-services';
import type { Waypoint } from '../binding/waypoint';
import { GATEWAY_CONTROLLER } from '../istio/classes';
import { DATAPLANE_MODE } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { ISTIO_GATEWAY } from '../mesh/kinds/istio-traffic';
import { hasLabels } from '../mesh/label-selector';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import { rememberPair } from '../mesh/remember';
import { unknown } from '../request/truth';

/** Why an ingress gateway that serves as waypoint can't be reached, or why it is not known what it does; neither: it is predicted. */
export interface SandwichFault {
  readonly failure?: string;
  readonly open?: string;
}

const PROXY_CONFIG = 'proxy.istio.io/config';

/** What stands in the way of telling what a sandwich of class istio does: to be put behind its name. */
export const sandwichFault = rememberPair((mesh: MeshObjects, waypoint: Waypoint): SandwichFault => {
  const gateway = waypoint.gateway!;
  const { annotations, body: { spec } } = gateway;
  if (!isManaged(gateway)) return { open: 'is an ingress gateway that Istio does not deploy: which ports its proxies have is not known' };
  if (ingressProxyLabels(mesh, gateway)[DATAPLANE_MODE] !== 'ambient') return uncaptured(spec?.infrastructure?.parametersRef !== undefined);
  if (Object.hasOwn(annotations, PROXY_CONFIG) && annotations[PROXY_CONFIG].includes('gatewayTopology')) {
    return { open: `is an ingress gateway whose annotation ${PROXY_CONFIG} sets a topology: whom its proxies take for the caller is not known` };
  }
  return tunnelFault(waypoint) ?? guestFault(mesh, gateway) ?? {};
});

function uncaptured(hasOverlay: boolean): SandwichFault {
  const text = `its pods lack the label ${DATAPLANE_MODE}: ambient, so that no ztunnel takes connections for them`;
  return hasOverlay ? { open: `is an ingress gateway whose parameters may say more of its pods: without these, ${text}` } : { failure: text };
}

/** Envoy has to be told to read PROXY headers, which only the settings of the mesh can do. */
function tunnelFault({ gateway, inboundBinding }: Waypoint): SandwichFault | undefined {
  const { protocol, port } = inboundBinding ?? { protocol: 'NONE', port: 0 };
  if (protocol === 'NONE' && port === 0) return undefined;
  const isOpen = port === 0 || gateway?.body.spec?.listeners?.some((listener) => listener.port === port);
  return isOpen
    ? { open: `is an ingress gateway that gets connections as its inbound binding says (${protocol}${port ? `/${port}` : ''}): whether its proxies can read them is not known` }
    : { failure: `it has no listener on port ${port}, to which its ztunnel hands connections` };
}

/** Listeners that other objects add to the same proxies. */
function guestFault(mesh: MeshObjects, gateway: Gateway): SandwichFault | undefined {
  const labels = ingressProxyLabels(mesh, gateway);
  const [host] = requestedServices(mesh, gateway).hosts;
  const guests = [
    ...mesh.all(ISTIO_GATEWAY).filter(({ body: { spec } }) => hasLabels(labels, spec?.selector ?? {})),
    ...mesh.inNamespace(GATEWAY, gateway.namespace).filter((other) => other !== gateway
      && istioControllerOf(mesh, other) === GATEWAY_CONTROLLER && requestedServices(mesh, other).hosts.includes(host)),
  ];
  return guests.length > 0 ? { open: `is an ingress gateway that ${refText(guests[0])} adds listeners to: what these take is not told` } : undefined;
}

/**
 * What the ztunnel before the pods of a sandwich decides on a connection.
 * @see ztunnel src/proxy/inbound.rs serve_connect
 */
export function decideAtPods(mesh: MeshObjects, gateway: Gateway, { identity, ip }: Peer, port: number): ZtunnelDecision {
  const policies = ztunnelPoliciesOf(mesh, { namespace: gateway.namespace, labels: ingressProxyLabels(mesh, gateway) });
  return decideAtZtunnel(policies, {
    principal: identity, sourceIp: ip, destinationPort: port, destinationIp: unknown(`the address of a pod of ${refText(gateway)}`),
  });
}
