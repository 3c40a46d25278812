import type { Manifest, Marks } from './manifest';
import { GATEWAY_API, manifest } from './manifest';
import type { Named } from './plan';
import type { Random } from './random';

/** The Gateways of a mesh with requests: the first serves whole namespaces, the second some objects, or is a canary. */
export const WAYPOINTS: readonly Named[] = [{ namespace: 'ns1', name: 'waypoint' }, { namespace: 'ns2', name: 'wp-b' }];

/** The waypoints, which differ in what they are for. */
export function waypoints(random: Random): Manifest[] {
  return WAYPOINTS.map(({ namespace, name }) => {
    const listener = { name: 'mesh', port: 15008, protocol: 'HBONE', allowedRoutes: { namespaces: { from: 'All' } } };
    return manifest(GATEWAY_API, 'Gateway', namespace, name, { spec: { gatewayClassName: 'istio-waypoint', listeners: [listener] } }, {
      labels: { 'istio.io/waypoint-for': random.pick([undefined, undefined, 'service', 'all', 'all', 'workload']) },
    });
  });
}

/** Namespaces whose Services are behind the first waypoint, most of them. */
export function requestNamespaces(random: Random, names: readonly string[]): Manifest[] {
  const [{ namespace, name: waypoint }] = WAYPOINTS;
  return names.map((name) => manifest('v1', 'Namespace', undefined, name, {}, {
    labels: {
      'istio.io/dataplane-mode': 'ambient',
      ...random.chance(0.95) ? { 'istio.io/use-waypoint': waypoint, 'istio.io/use-waypoint-namespace': namespace } : {},
    },
  }));
}

/** How an object chooses its own waypoint: seldom. */
export function enrollmentOf(random: Random): Marks {
  const [first, second] = WAYPOINTS;
  const named = ({ namespace, name }: Named) => ({ 'istio.io/use-waypoint': name, 'istio.io/use-waypoint-namespace': namespace });
  const canary = { ...named(first), 'istio.io/use-waypoint-canary': second.name, 'istio.io/use-waypoint-canary-namespace': second.namespace };
  return random.pick<Marks>([
    ...Array<Marks>(12).fill({}), { labels: named(second) }, { labels: named(second) }, { labels: { 'istio.io/use-waypoint': 'none' } },
    { labels: canary, annotations: { 'istio.io/use-waypoint-canary-weight': random.pick(['20', '0', '100']) } },
  ]);
}
