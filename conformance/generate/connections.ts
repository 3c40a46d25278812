import type { Manifest } from './manifest';
import { manifest } from './manifest';
import type { Plan } from './plan';
import { authorizationPolicies, peerAuthentications } from './policies';
import { CONDITION_VALUES, SOURCE_VALUES } from './policy-rules';
import { Random } from './random';
import { WAYPOINTS } from './request-waypoints';
import { addressIn, matching, nearMiss } from './samples';

/** A connection as it arrives at a workload; conformance/ztunnel/README.md describes it. */
export interface Connection {
  readonly id: string;
  readonly to: string;
  readonly port: number;
  /** Empty: the peer has no identity. */
  readonly from: string;
  readonly ip: string;
  readonly toIp: string;
}

/** A mesh of pods with policies at ztunnel, and connections to them. */
export interface ConnectionMesh {
  readonly seed: number;
  readonly objects: Manifest[];
  readonly connections: Connection[];
}

const NAMESPACES = ['ns1', 'ns2', 'istio-system'];
const APPS = ['app0', 'app1', 'svc0', 'svc1', 'vm0', 'se0'];

/** Makes the mesh of a seed, and connections near to what the policies name. */
export function randomConnectionMesh(seed: number, count: number): ConnectionMesh {
  const random = new Random(seed);
  const services = [{ namespace: 'ns1', name: 'svc0' }];
  const plan: Plan = { random, mode: 'status', namespaces: NAMESPACES.slice(0, 2), services, entries: [], workloads: [], gateways: WAYPOINTS };
  const pods = NAMESPACES.flatMap((namespace) => random.list(2, (index) => pod(random, namespace, index)));
  const objects = [
    ...NAMESPACES.map((name) => manifest('v1', 'Namespace', undefined, name, {}, { labels: { 'istio.io/dataplane-mode': 'ambient' } })),
    ...pods,
    ...authorizationPolicies(plan, random.between(4, 9)),
    ...peerAuthentications(plan, random.pick([0, 0, 1, 2, 3])),
  ];
  return { seed, objects, connections: random.list(count, (index) => connection(random, `c${index}`, random.pick(pods))) };
}

function pod(random: Random, namespace: string, index: number): Manifest {
  const address = `10.244.${NAMESPACES.indexOf(namespace)}.${index + 1}`;
  return manifest('v1', 'Pod', namespace, `pod${index}`, {
    spec: { containers: [{ name: 'app', image: 'example.com/app:1' }] },
    status: { podIP: address },
  }, { labels: random.chance(0.1) ? {} : { app: random.pick(APPS) } });
}

function connection(random: Random, id: string, { metadata: { namespace, name }, status }: Manifest): Connection {
  const pick = random.chance(0.6) ? matching : nearMiss;
  const blocks = [...SOURCE_VALUES.ipBlocks, ...CONDITION_VALUES['source.ip']];
  return {
    id,
    to: `Pod/${namespace}/${name}`,
    port: random.pick([80, 8080, 9000, 9090, 443, 8443]),
    from: random.chance(0.2) ? '' : identity(pick(random, random.pick(SOURCE_VALUES.principals).replace('spiffe://', '')), random),
    ip: random.chance(0.1) ? '2001:db8::7' : addressIn(random, random.pick(blocks), pick === matching),
    toIp: (status as { podIP: string }).podIP,
  };
}

/** An identity always has the usual form. */
function identity(text: string, random: Random): string {
  const usual = `cluster.local/ns/${random.pick(['ns1', 'ns2', 'other'])}/sa/${random.pick(['web', 'default', 'we'])}`;
  return /^[^/]+\/ns\/[^/]+\/sa\/[^/]+$/.test(text) ? text : usual;
}
