import { destinationRules, hostOf, requestAuthentications, virtualServices } from './istio-routing';
import type { Manifest } from './manifest';
import { GATEWAY_API, manifest, NETWORKING } from './manifest';
import type { Named, Plan } from './plan';
import { authorizationPolicies } from './policies';
import { Random } from './random';
import type { Destination, Request } from './requests';
import { requestsFor } from './requests';
import { routes } from './routes';

/** A mesh whose Services are behind a waypoint, with requests to them. */
export interface RequestMesh {
  readonly seed: number;
  readonly objects: Manifest[];
  readonly requests: Request[];
}

const NAMESPACES = ['ns1', 'ns2'];
const PORTS: readonly (Record<string, unknown> & { port: number; protocol: Destination['protocol'] })[] = [
  { name: 'http', port: 80, protocol: 'http' },
  { name: 'http-alt', port: 8080, protocol: 'http' },
  { name: 'grpc', port: 9090, protocol: 'h2' },
  { name: 'tcp', port: 9000, protocol: 'tcp' },
  { name: 'tls', port: 443, protocol: 'tls' },
  { name: 'data', port: 3000, protocol: 'http' },
];

/** Makes the mesh of a seed, rich in policies and routes, and requests to it. */
export function randomRequestMesh(seed: number, count = 60): RequestMesh {
  const random = new Random(seed);
  const services = NAMESPACES.flatMap((namespace) => random.list(random.between(1, 3), (index) => ({ namespace, name: `svc${index}` })));
  const entries = [{ namespace: 'ns1', name: 'se0' }];
  const plan: Plan = {
    random, mode: 'assume', namespaces: NAMESPACES, services, entries, workloads: [], gateways: [{ namespace: 'ns1', name: 'waypoint' }],
  };
  const made = services.map((service) => serviceWithPods(random, service));
  const objects = [
    ...NAMESPACES.map((name) => manifest('v1', 'Namespace', undefined, name, {}, {
      labels: { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint', 'istio.io/use-waypoint-namespace': 'ns1' },
    })),
    waypoint(),
    ...made.flatMap(({ objects: own }) => own),
    serviceEntry(entries[0]),
    ...destinationRules(plan, random.int(2)),
    ...authorizationPolicies(plan, random.between(2, 7)),
    ...requestAuthentications(plan, random.int(3)),
    ...routes(plan, random.int(5)),
    ...virtualServices(plan, random.int(3)),
  ];
  const entryPort: Destination = { host: 'se0.example.com', port: 80, protocol: 'http', authority: 'se0.example.com' };
  return { seed, objects, requests: requestsFor(random, objects, [...made.flatMap(({ destinations }) => destinations), entryPort], count) };
}

function waypoint(): Manifest {
  const listener = { name: 'mesh', port: 15008, protocol: 'HBONE', allowedRoutes: { namespaces: { from: 'All' } } };
  return manifest(GATEWAY_API, 'Gateway', 'ns1', 'waypoint', { spec: { gatewayClassName: 'istio-waypoint', listeners: [listener] } });
}

function serviceEntry({ namespace, name }: Named): Manifest {
  return manifest(NETWORKING, 'ServiceEntry', namespace, name, {
    spec: { hosts: [`${name}.example.com`], location: 'MESH_EXTERNAL', resolution: 'DNS', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] },
  });
}

function serviceWithPods(random: Random, { namespace, name }: Named): { objects: Manifest[]; destinations: Destination[] } {
  const ports = random.some(PORTS, 1, 3);
  const service = manifest('v1', 'Service', namespace, name, {
    spec: { selector: { app: name }, ports: ports.map(({ protocol, ...port }) => port) },
  });
  const versions = random.chance(0.9) ? ['v1', 'v2'] : [];
  const deployments = versions.map((version) => manifest('apps/v1', 'Deployment', namespace, `${name}-${version}`, {
    spec: {
      selector: { matchLabels: { app: name, version } },
      template: { metadata: { labels: { app: name, version } }, spec: { containers: [{ name: 'app', image: 'example.com/app:1' }] } },
    },
  }));
  const destinations = ports.map(({ port, protocol }) => ({ host: `${name}.${namespace}`, port, protocol, authority: hostOf({ namespace, name }) }));
  return { objects: [service, ...deployments], destinations };
}
