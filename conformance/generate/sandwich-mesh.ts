import { destinationRules } from './destination-rules';
import type { Manifest } from './manifest';
import { GATEWAY_API, manifest } from './manifest';
import type { Plan } from './plan';
import { hostOf } from './plan';
import { authorizationPolicies } from './policies';
import { Random } from './random';
import { requestAuthentications } from './request-authentications';
import type { RequestMesh } from './request-mesh';
import { serviceEntry, serviceWithPods } from './request-services';
import { requestNamespaces, WAYPOINTS, waypoints } from './request-waypoints';
import type { Request } from './requests';
import { requestsFor } from './requests';
import { grpcRules, httpRules, streamRules } from './route-rules';
import { referenceGrants, routes } from './routes';
import { virtualServices } from './virtual-services';

const NAMESPACES = ['ns1', 'ns2'];
const [SANDWICH] = WAYPOINTS;

/** Ports of the Services, with what a listener there may be for. */
const PORTS: Readonly<Record<number, readonly string[]>> = {
  80: ['HTTP'], 8080: ['HTTP', 'HTTP', 'TCP'], 8081: ['HTTP'], 9090: ['HTTP'], 3000: ['HTTP', 'TCP'], 9000: ['TCP'], 3306: ['TCP'], 443: ['TLS'], 8443: ['TLS', 'HTTPS'],
};

/** Makes the mesh of a seed whose waypoint is an ingress gateway, rich in listeners and routes, and requests to it. */
export function randomSandwichMesh(seed: number, count = 60): RequestMesh {
  const random = new Random(seed);
  const services = NAMESPACES.flatMap((namespace) => random.list(random.between(1, 3), (index) => ({ namespace, name: `svc${index}` })));
  const entries = [{ namespace: 'ns1', name: 'se0' }];
  const plan: Plan = { random, mode: 'assume', namespaces: NAMESPACES, services, entries, workloads: [], gateways: WAYPOINTS };
  const made = [
    ...services.map((service, index) => serviceWithPods(random, service, index)),
    ...entries.map((entry) => serviceEntry(random, entry)),
  ];
  const gateway = sandwich(plan);
  const attached = gatewayRoutes(plan, random.between(2, 7), gateway.listeners);
  const objects = [
    ...requestNamespaces(random, NAMESPACES),
    gateway.manifest,
    ...waypoints(random).slice(1),
    ...made.flatMap((one) => one.objects),
    ...destinationRules(plan, random.int(3)),
    ...authorizationPolicies(plan, random.int(7)).map((policy) => selectingProxies(random, policy)),
    ...requestAuthentications(plan, random.int(3)),
    ...referenceGrants(plan, random.int(4)),
    ...attached,
    ...routes(plan, random.int(3)),
    ...virtualServices(plan, random.int(4)).map((one) => forListener(plan, one, gateway.listeners)),
  ];
  const requests = requestsFor(random, objects, made.flatMap(({ destinations }) => destinations), count);
  return { seed, objects, requests: requests.map((request) => aimAtHost(plan, request)) };
}

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

function sandwich(plan: Plan): { manifest: Manifest; listeners: Listener[] } {
  const { random } = plan;
  const ports = [80, ...random.some(Object.keys(PORTS).map(Number).filter((port) => port !== 80), 2, 6)];
  const found = inAnyOrder(random, ports.flatMap((port) => listenersOn(plan, port))).map((one, index) => ({ name: `l${index}`, ...one }));
  const listeners = [...found, { name: 'fake-hbone-port', port: 15008, protocol: 'TCP' }] as Listener[];
  const gateway = manifest(GATEWAY_API, 'Gateway', SANDWICH.namespace, SANDWICH.name, { spec: { gatewayClassName: 'istio', listeners } }, {
    labels: { 'istio.io/dataplane-mode': 'ambient' }, annotations: { 'networking.istio.io/service-type': 'ClusterIP' },
  });
  return { manifest: gateway, listeners };
}

function inAnyOrder<T>(random: Random, values: readonly T[]): T[] {
  return random.some(values, values.length, values.length);
}

function listenersOn(plan: Plan, port: number): object[] {
  const { random } = plan;
  const protocol = random.pick(PORTS[port]);
  const hostnames = protocol === 'TCP' ? [undefined] : [...new Set(random.list(random.pick([1, 1, 2, 3]), () => hostname(plan)))];
  return hostnames.map((name) => ({
    port,
    protocol,
    ...(name !== undefined && { hostname: name }),
    ...(protocol === 'TLS' && { tls: { mode: 'Passthrough' } }),
    ...(protocol === 'HTTPS' && { tls: { certificateRefs: [{ name: 'certificate' }] } }),
    ...allowedRoutes(random),
  }));
}

function allowedRoutes(random: Random): object {
  return random.pick<object>([
    { allowedRoutes: { namespaces: { from: 'All' } } }, { allowedRoutes: { namespaces: { from: 'All' } } }, { allowedRoutes: { namespaces: { from: 'All' } } }, {},
    { allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'ns2' } } } } },
    { allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: random.pick(['HTTPRoute', 'GRPCRoute', 'TLSRoute']) }] } },
  ]);
}

/** Host names of listeners and routes; undefined: all. */
function hostname({ random, services }: Plan): string | undefined {
  const service = random.pick(services);
  return random.pick([
    undefined, undefined, hostOf(service), hostOf(service), `*.${service.namespace}.svc.cluster.local`, '*.svc.cluster.local', 'a.example', '*.example', 'b.a.example', '*.a.example',
  ]);
}

/** Routes that have the sandwich as parent, most of them. */
function gatewayRoutes(plan: Plan, count: number, listeners: readonly Listener[]): Manifest[] {
  const { random } = plan;
  return random.list(count, (index) => {
    const namespace = random.pick(plan.namespaces);
    const kind = random.pick(['HTTPRoute', 'HTTPRoute', 'HTTPRoute', 'HTTPRoute', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute']);
    const names = kind === 'TCPRoute' ? [] : random.list(random.pick([1, 1, 2]), () => hostname(plan)).filter((name) => name !== undefined);
    const hostnames = kind === 'TLSRoute' && names.length === 0 ? ['*.svc.cluster.local'] : [...new Set(names)];
    const spec = {
      parentRefs: [parentRef(random, namespace, listeners)],
      ...(hostnames.length > 0 && { hostnames }),
      rules: kind === 'HTTPRoute' ? httpRules(plan, namespace) : kind === 'GRPCRoute' ? grpcRules(plan, namespace) : streamRules(plan, namespace),
    };
    return manifest(GATEWAY_API, kind, namespace, `gwroute${index}`, { spec });
  });
}

function parentRef(random: Random, namespace: string, listeners: readonly Listener[]): object {
  return {
    name: SANDWICH.name,
    ...(namespace !== SANDWICH.namespace && { namespace: SANDWICH.namespace }),
    ...random.maybe(0.2, () => ({ sectionName: random.pick(listeners).name })),
    ...random.maybe(0.2, () => ({ port: random.pick([80, 80, random.pick(listeners).port]) })),
  };
}

/** Some VirtualServices name the Gateway of Istio's own kind that stands for a listener. */
function forListener(plan: Plan, one: Manifest, listeners: readonly Listener[]): Manifest {
  const { random } = plan;
  const spec = one.spec as { hosts?: readonly string[] };
  if (!spec.hosts || random.chance(0.3)) return one;
  const gateways = [`${SANDWICH.namespace}/${SANDWICH.name}~istio-autogenerated-k8s-gateway~${random.pick(listeners).name}`];
  return { ...one, spec: { ...spec, gateways, hosts: random.pick([spec.hosts, [hostname(plan) ?? '*']]) } };
}

/** Some policies that select by labels select the proxies. */
function selectingProxies(random: Random, policy: Manifest): Manifest {
  const spec = policy.spec as { selector?: object };
  if (!spec.selector || random.chance(0.3)) return policy;
  const matchLabels = random.pick<object>([
    { 'gateway.networking.k8s.io/gateway-name': SANDWICH.name }, { 'gateway.istio.io/managed': 'istio.io-gateway-controller' }, { 'istio.io/dataplane-mode': 'ambient' },
  ]);
  return { ...policy, spec: { ...spec, selector: { matchLabels } } };
}

/** Gives a request a host that a listener or a route may be for. */
function aimAtHost(plan: Plan, request: Request): Request {
  const { random } = plan;
  const name = random.maybe(0.45, () => hostname(plan))?.replace('*', random.pick(['x', 'svc0', 'x.y', 'A']));
  if (name === undefined) return request;
  if (request.proto === 'tls') return { ...request, sni: name };
  return request.method === undefined ? request : { ...request, host: random.pick([name, name, `${name}:80`, name.toUpperCase()]) };
}
