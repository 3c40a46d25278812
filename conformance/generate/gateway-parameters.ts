import type { Manifest } from './manifest';
import { manifest } from './manifest';
import type { Plan } from './plan';
import { ROOT_NAMESPACE } from './plan';

/** What a ConfigMap may hold for Gateways: overlays that istiod takes, and ones that keep it from deploying anything. */
const OVERLAYS: readonly Record<string, string>[] = [
  { horizontalPodAutoscaler: 'spec:\n  maxReplicas: 3\n' },
  { deployment: 'spec:\n  replicas: 2\n', podDisruptionBudget: '' },
  { service: 'metadata:\n  labels:\n    a: b\n' },
  { deployment: 'metadata:\n  annotations:\n    a: b\n', serviceAccount: '{}' },
  {},
  { replicas: '2' },
  { Deployment: 'spec: {}' },
  { deployment: 'metadata:\n  name: other\n' },
  { deployment: 'metadata:\n  name: waypoint\n' },
  { service: 'metadata:\n  namespace: other\n' },
  { service: 'metadata:\n  ownerReferences: []\n' },
  { serviceAccount: 'metadata:\n  finalizers: [a/b]\n' },
  { deployment: 'a: [' },
  { deployment: 'text' },
  { service: 'spec: text\n' },
  { service: 'spec:\n  noSuchField: 1\n' },
];

/** The parameters that a Gateway names, with the ConfigMap if there is one. */
export function parametersRef({ random }: Plan, namespace: string, gateway: string): { infrastructure: object; objects: Manifest[] } {
  const name = `${gateway}-params`;
  const config = manifest('v1', 'ConfigMap', namespace, name, { data: random.pick(OVERLAYS) });
  const ref = (kind: string, group: string) => ({ parametersRef: { group, kind, name } });
  return random.pick([
    { infrastructure: ref('ConfigMap', ''), objects: [config] },
    { infrastructure: ref('ConfigMap', ''), objects: [config] },
    { infrastructure: ref('ConfigMap', ''), objects: [config] },
    { infrastructure: ref('ConfigMap', ''), objects: [] },
    { infrastructure: ref('Secret', ''), objects: [config] },
    { infrastructure: ref('ConfigMap', 'example.com'), objects: [config] },
  ]);
}

/** Parameters of all Gateways of a class; of several the oldest counts, and so the first by name. */
export function classDefaults({ random }: Plan): Manifest[] {
  const label = 'gateway.istio.io/defaults-for-class';
  return random.list(random.pick([1, 1, 2]), (index) => manifest(
    'v1', 'ConfigMap', random.pick([ROOT_NAMESPACE, ROOT_NAMESPACE, ROOT_NAMESPACE, 'ns1']), `defaults-${index}`, { data: random.pick(OVERLAYS) },
    { labels: { [label]: random.pick(['istio-waypoint', 'istio-waypoint', 'istio']) } }));
}
