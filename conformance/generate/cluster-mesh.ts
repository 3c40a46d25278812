import type { Manifest } from './manifest';
import { manifest, NETWORKING } from './manifest';
import type { Named, Plan } from './plan';
import { hostOf, ROOT_NAMESPACE } from './plan';
import { Random } from './random';
import { serviceEntry, serviceWithPods } from './request-services';
import { requestNamespaces, WAYPOINTS, waypoints } from './request-waypoints';
import { routes } from './routes';
import { trafficPolicy } from './traffic-policies';
import { virtualServices } from './virtual-services';

const NAMESPACES = ['ns1', 'ns2'];
const MOST_RULES = 6;

/** Makes the mesh of a seed: Services behind waypoints, and DestinationRules that say how to connect to them. */
export function randomClusterMesh(seed: number): Manifest[] {
  const random = new Random(seed);
  const services = NAMESPACES.flatMap((namespace) => random.list(random.between(1, 2), (index) => ({ namespace, name: `svc${index}` })));
  const entries = random.chance(0.6) ? [{ namespace: 'ns1', name: 'se0' }] : [];
  const plan: Plan = { random, mode: 'assume', namespaces: NAMESPACES, services, entries, workloads: [], gateways: WAYPOINTS };
  const made = [
    ...services.flatMap((service, index) => serviceWithPods(random, service, index).objects),
    ...entries.flatMap((entry) => serviceEntry(random, entry).objects),
  ];
  return [
    ...requestNamespaces(random, NAMESPACES),
    ...waypoints(random),
    ...made.map((object) => withoutEndpointChoice(random, object)),
    ...random.list(random.between(1, MOST_RULES), (index) => destinationRule(plan, `dr${index}`)),
    ...routes(plan, random.int(3)),
    ...virtualServices(plan, random.int(3)),
  ];
}

/** Makes some services headless: their clients dial endpoints. */
function withoutEndpointChoice(random: Random, object: Manifest): Manifest {
  const { spec } = object as Manifest & { spec?: { resolution?: string; endpoints?: unknown } };
  if (object.kind === 'Service' && random.chance(0.12)) return { ...object, spec: { ...spec, clusterIP: 'None' } };
  if (object.kind !== 'ServiceEntry' || spec?.endpoints || !random.chance(0.2)) return object;
  const { workloadSelector: _, ...rest } = spec as { workloadSelector?: object };
  return { ...object, spec: { ...rest, resolution: 'NONE' } };
}

/** Rules for few hosts, so that several meet, in all the namespaces that count. */
function destinationRule(plan: Plan, name: string): Manifest {
  const { random, services } = plan;
  const service = random.pick(services.slice(0, 2));
  const namespace = random.pick([service.namespace, service.namespace, ...NAMESPACES, ROOT_NAMESPACE]);
  const spec = {
    host: random.pick([...Array<string>(4).fill(hostOf(service)), service.name, `*.${service.namespace}.svc.cluster.local`, '*.cluster.local', 'se0.example.com']),
    ...random.maybe(0.75, () => ({ trafficPolicy: trafficPolicy(random) })),
    ...random.maybe(0.6, () => ({ subsets: random.some(['v1', 'v2', 'v3'], 1, 2).map((version) => subset(random, version)) })),
    ...random.maybe(0.35, () => ({ exportTo: exportTo(random, service) })),
    ...random.maybe(0.15, () => ({ workloadSelector: { matchLabels: random.pick<object>([{ app: 'svc0' }, { 'gateway.networking.k8s.io/gateway-name': 'waypoint' }]) } })),
  };
  return manifest(NETWORKING, 'DestinationRule', namespace, name, { spec }, { labels: { 'istio.io/rev': random.maybe(0.03, () => 'canary') } });
}

function subset(random: Random, version: string): object {
  return { name: version, labels: { version }, ...random.maybe(0.6, () => ({ trafficPolicy: trafficPolicy(random) })) };
}

function exportTo(random: Random, { namespace }: Named): string[] {
  return random.pick([['.'], ['.'], ['*'], ['ns1'], ['ns2'], ['ns1', 'ns2'], ['.', 'ns2'], [namespace]]);
}
