import { enrollmentMarks } from './enrollment';
import type { Manifest } from './manifest';
import { manifest, mergeMarks } from './manifest';
import type { Named, Plan } from './plan';

const HBONE_PORT = 15008;

/** Ports by which Istio chooses a protocol: by name, by appProtocol, or by what the bytes look like. */
export const PORTS: readonly Record<string, unknown>[] = [
  { name: 'http', port: 80, targetPort: 8080 },
  { name: 'http', port: 80 },
  { port: 80 },
  { name: 'web', port: 80, appProtocol: 'http' },
  { name: 'grpc-api', port: 9090 },
  { name: 'http2', port: 8081, appProtocol: 'kubernetes.io/h2c' },
  { name: 'tcp', port: 9000 },
  { name: 'tls', port: 443 },
  { name: 'https', port: 8443 },
  { name: 'data', port: 3306 },
  { name: 'db', port: 5432, appProtocol: 'tcp' },
  { name: 'udp', port: 53, protocol: 'UDP' },
  { name: 'named', port: 8000, targetPort: 'web' },
  { name: 'hbone', port: HBONE_PORT },
];

/** The Services of the plan. */
export function services(plan: Plan): Manifest[] {
  return plan.services.map((name) => service(plan, name));
}

function service(plan: Plan, { namespace, name }: Named): Manifest {
  const { random } = plan;
  const kind = random.pick(['plain', 'plain', 'plain', 'plain', 'plain', 'plain', 'headless', 'external', 'balancer', 'bare']);
  const own = {
    labels: {
      'app': name,
      'gateway.istio.io/managed': random.maybe(0.02, () => random.pick(['istio.io-mesh-controller', 'istio.io-eastwest-controller', 'istio.io-gateway-controller'])),
      'istio.io/rev': random.maybe(0.03, () => 'canary'),
    },
  };
  return manifest('v1', 'Service', namespace, name, { spec: specOf(plan, kind, name) }, mergeMarks(own, enrollmentMarks(plan, namespace, 0.45)));
}

function specOf(plan: Plan, kind: string, name: string): object {
  const ports = withHbone(plan, servicePorts(plan));
  const spec = { ports, selector: selectorOf(plan, name) };
  switch (kind) {
    case 'headless': return { ...spec, clusterIP: 'None' };
    case 'external': return { type: 'ExternalName', externalName: 'db.example.com', ports: [ports[0]] };
    case 'balancer': return { ...spec, type: plan.random.pick(['LoadBalancer', 'NodePort']) };
    case 'bare': return { ports };
    default: return spec;
  }
}

/** Some select the proxies of a Gateway. */
function selectorOf({ random, gateways }: Plan, name: string): object {
  return random.chance(0.06) ? { 'gateway.networking.k8s.io/gateway-name': random.pick(gateways).name } : { app: name };
}

/** Ports that may stand side by side: names and numbers differ, and all have names if there are several. */
function servicePorts({ random }: Plan): Record<string, unknown>[] {
  if (random.chance(0.55)) return [random.pick(PORTS)];
  const named = PORTS.filter(({ name }) => name !== undefined);
  const chosen = random.some(named, 2, 4);
  return chosen.filter(({ name, port }, index) => chosen.findIndex((other) => other.name === name || other.port === port) === index);
}

/** Some services are those of waypoints that nobody generated. */
function withHbone({ random }: Plan, ports: Record<string, unknown>[]): Record<string, unknown>[] {
  if (ports.some(({ name, port }) => name === undefined || port === HBONE_PORT) || !random.chance(0.15)) return ports;
  return [...ports, { name: 'hbone', port: HBONE_PORT, ...random.maybe(0.2, () => ({ targetPort: random.pick<number | string>(['web', 15009]) })) }];
}
