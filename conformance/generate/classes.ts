import type { Manifest } from './manifest';
import { GATEWAY_API, manifest } from './manifest';
import type { Plan } from './plan';

const MESH_CONTROLLER = 'istio.io/mesh-controller';

/** Classes that a mesh may define, with their controllers. */
const CUSTOM_CLASSES: Record<string, string> = {
  'third-party': 'example.com/controller',
  'my-waypoint': MESH_CONTROLLER,
  'my-proxy': MESH_CONTROLLER,
  'edge': 'istio.io/gateway-controller',
  'remote': 'istio.io/unmanaged-gateway',
  'istio-waypoint': MESH_CONTROLLER,
};

/** What Gateways name as their class: Istio's own, those above, and one that nobody has. */
export const CLASS_NAMES = [
  ...Array<string>(24).fill('istio-waypoint'),
  'istio', 'istio', 'istio', 'istio-remote', 'istio-east-west', 'istio-agentgateway-waypoint', 'no-such-class',
  ...Object.keys(CUSTOM_CLASSES),
];

export const TRAFFIC_TYPES = ['service', 'service', 'service', 'workload', 'workload', 'all', 'all', 'all', 'none', 'Service', 'ALL', 'everything', ''];

export const INBOUND_BINDINGS = ['PROXY', 'PROXY/15088', 'PROXY/15008', 'NONE', 'NONE/80', 'proxy', 'PROXY/x', 'PROXY/1/2', 'HTTP', ''];

/** Some GatewayClasses, with the labels and annotations that their Gateways inherit. */
export function gatewayClasses({ random }: Plan): Manifest[] {
  return Object.entries(CUSTOM_CLASSES).filter(() => random.chance(0.5)).map(([name, controllerName]) =>
    manifest(GATEWAY_API, 'GatewayClass', undefined, name, { spec: { controllerName } }, {
      labels: { 'istio.io/waypoint-for': random.maybe(0.4, () => random.pick(TRAFFIC_TYPES)) },
      annotations: { 'ambient.istio.io/waypoint-inbound-binding': random.maybe(0.2, () => random.pick(INBOUND_BINDINGS)) },
    }));
}
