import type { Manifest } from './manifest';
import { manifest, NETWORKING } from './manifest';
import type { Named } from './plan';
import { hostOf } from './plan';
import type { Random } from './random';
import { enrollmentOf } from './request-waypoints';
import type { Destination } from './requests';

type Port = Record<string, unknown> & { port: number };

/** What a port of a Service declares, and what is sent to it for the most part. */
const PORTS: readonly (readonly [Port, Destination['protocol']])[] = [
  [{ name: 'http', port: 80 }, 'http'],
  [{ name: 'http', port: 80, targetPort: 8080 }, 'http'],
  [{ name: 'web', port: 80, appProtocol: 'http' }, 'http'],
  [{ name: 'data', port: 80 }, 'http'],
  [{ name: 'http-alt', port: 8080 }, 'http'],
  [{ name: 'h2c', port: 8081, appProtocol: 'kubernetes.io/h2c' }, 'h2'],
  [{ name: 'grpc', port: 9090 }, 'h2'],
  [{ name: 'tcp', port: 9000 }, 'tcp'],
  [{ name: 'mysql', port: 3306 }, 'tcp'],
  [{ name: 'tls', port: 443 }, 'tls'],
  [{ name: 'https', port: 8443 }, 'tls'],
  [{ name: 'other', port: 3000 }, 'http'],
  [{ name: 'udp', port: 53, protocol: 'UDP' }, 'tcp'],
];

/** Objects, and where requests to them can go. */
export interface Reachable {
  readonly objects: Manifest[];
  readonly destinations: Destination[];
}

/** A Service with two versions of its workload, or none. */
export function serviceWithPods(random: Random, { namespace, name }: Named, index: number): Reachable {
  const chosen = random.some(PORTS, 1, 4)
    .filter(([{ name: own, port }], at, all) => all.findIndex(([other]) => other.name === own || other.port === port) === at);
  const spec = {
    ...random.maybe(0.9, () => ({ clusterIP: `10.96.${random.pick([0, 1])}.${index + 11}` })),
    selector: { app: name },
    ports: chosen.map(([port]) => port),
  };
  const workloads = random.chance(0.9) ? ['v1', 'v2'].map((version) => workload(random, { namespace, name }, version, index)) : [];
  const destinations = chosen.map(([{ port }, protocol]) => ({ host: `${name}.${namespace}`, port, protocol, authority: hostOf({ namespace, name }) }));
  return {
    objects: [manifest('v1', 'Service', namespace, name, { spec }, enrollmentOf(random)), ...workloads.flatMap(({ objects }) => objects)],
    destinations: [...destinations, ...destinations, ...workloads.flatMap((one) => one.destinations)],
  };
}

/** A Deployment, or a Pod whose address is known. */
function workload(random: Random, { namespace, name }: Named, version: string, index: number): Reachable {
  const labels = { app: name, version };
  const spec = { ...random.maybe(0.5, () => ({ serviceAccountName: random.pick([name, 'web']) })), containers: [{ name: 'app', image: 'example.com/app:1' }] };
  if (random.chance(0.75)) {
    const template = { metadata: { labels }, spec };
    const body = { ...random.maybe(0.1, () => ({ replicas: 0 })), selector: { matchLabels: labels }, template };
    return { objects: [manifest('apps/v1', 'Deployment', namespace, `${name}-${version}`, { spec: body })], destinations: [] };
  }
  const address = `10.244.100.${index * 2 + (version === 'v1' ? 1 : 2)}`;
  const pod = manifest('v1', 'Pod', namespace, `${name}-${version}`, { spec, status: { podIP: address } }, { labels: { ...labels, ...enrollmentOf(random).labels } });
  return { objects: [pod], destinations: [{ host: address, port: random.pick([80, 8080, 9000]), protocol: random.pick(['http', 'tcp', 'tls']), authority: address }] };
}

/** ServiceEntries of a namespace: outside and inside of the mesh, with several hosts, with addresses and without. */
export function serviceEntry(random: Random, { namespace, name }: Named): Reachable {
  const host = `${name}.example.com`;
  const ports = random.some<[Record<string, unknown> & { number: number }, Destination['protocol']]>([
    [{ number: 80, name: 'http', protocol: 'HTTP' }, 'http'], [{ number: 443, name: 'tls', protocol: 'TLS' }, 'tls'], [{ number: 9000, name: 'tcp', protocol: 'TCP' }, 'tcp'],
    [{ number: 9090, name: 'grpc', protocol: 'GRPC' }, 'h2'], [{ number: 8443, name: 'https', protocol: 'HTTPS' }, 'tls'],
  ], 1, 3);
  // Refused for several hosts if one of the ports is neither HTTP nor TLS.
  const hosts = ports.some(([{ protocol }]) => protocol === 'TCP') || random.chance(0.7) ? [host] : [host, `${name}-b.example.com`];
  const spec = {
    hosts,
    ports: ports.map(([port]) => port),
    location: random.pick(['MESH_EXTERNAL', 'MESH_INTERNAL']),
    ...random.maybe(0.6, () => ({ addresses: [`10.55.0.${name.length}`] })),
    ...random.pick<object>([
      { resolution: 'DNS' },
      { resolution: 'DNS', endpoints: [{ address: 'backend.example.com', labels: { version: 'v1' } }] },
      { resolution: 'STATIC', endpoints: [{ address: '10.95.0.1', labels: { version: 'v1' } }] },
      { resolution: 'STATIC', workloadSelector: { labels: { app: 'svc0' } } },
    ]),
  };
  return {
    objects: [manifest(NETWORKING, 'ServiceEntry', namespace, name, { spec }, enrollmentOf(random))],
    destinations: hosts.flatMap((one) => ports.map(([{ number }, protocol]) => ({ host: one, port: number, protocol, authority: one }))),
  };
}
