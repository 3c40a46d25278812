import * as fc from 'fast-check';

export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: object;
  status?: object;
}

const NAMESPACES = ['ns1', 'ns2', 'ns3'];
const WAYPOINTS = ['waypoint', 'other', 'missing', 'none', ''];

/** Small meshes in which labels name waypoints that exist, that don't, and that don't take what names them. */
export function arbitraryMesh(): fc.Arbitrary<KubernetesObject[]> {
  return fc.uniqueArray(fc.oneof(
    { weight: 2, arbitrary: namespace },
    { weight: 3, arbitrary: gateway },
    { weight: 4, arbitrary: service },
    { weight: 2, arbitrary: serviceEntry },
    { weight: 2, arbitrary: pod },
    { weight: 1, arbitrary: workloadEntry },
    { weight: 1, arbitrary: deployment },
    { weight: 1, arbitrary: gatewayClass },
  ), { minLength: 1, maxLength: 14, selector: ({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}` });
}

function labels(values: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<Record<string, string>> {
  return fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<Record<string, string>>;
}

const inNamespace = fc.constantFrom(...NAMESPACES);
const claims = {
  'istio.io/use-waypoint': fc.constantFrom(...WAYPOINTS),
  'istio.io/use-waypoint-namespace': fc.constantFrom(...NAMESPACES, ''),
};
const serviceClaims = {
  ...claims,
  'istio.io/use-waypoint-canary': fc.constantFrom(...WAYPOINTS),
  'istio.io/ingress-use-waypoint': fc.constantFrom('true', 'false', 'T', 'yes'),
};
const weight = labels({ 'istio.io/use-waypoint-canary-weight': fc.constantFrom('0', '10', '101', 'x') });

const namespace = fc.record({ name: inNamespace, labels: labels({ ...serviceClaims, team: fc.constantFrom('a', 'b') }), annotations: weight })
  .map((metadata): KubernetesObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata }));

const gatewayClass = fc.record({ controllerName: fc.constantFrom('istio.io/mesh-controller', 'acme.example.com/controller') })
  .map((spec): KubernetesObject => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'custom' }, spec }));

const listener = fc.record({
  name: fc.constantFrom('mesh', 'proxy'),
  port: fc.constantFrom(15008, 15088),
  protocol: fc.constantFrom('HBONE', 'istio.io/PROXY'),
  allowedRoutes: fc.record({
    namespaces: fc.oneof(
      fc.constantFrom({ from: 'All' }, { from: 'Same' }),
      fc.constantFrom('a', 'b').map((team) => ({ from: 'Selector', selector: { matchLabels: { team } } })),
    ),
  }),
});

const gateway = fc.record({
  metadata: fc.record({
    name: fc.constantFrom('waypoint', 'other'),
    namespace: inNamespace,
    labels: labels({ 'istio.io/waypoint-for': fc.constantFrom('service', 'workload', 'all', 'none'), 'istio.io/rev': fc.constantFrom('default', 'canary') }),
    annotations: labels({ 'ambient.istio.io/waypoint-inbound-binding': fc.constantFrom('NONE', 'PROXY', 'PROXY/15088') }),
  }),
  spec: fc.record({ gatewayClassName: fc.constantFrom('istio-waypoint', 'istio-waypoint', 'istio', 'custom'), listeners: fc.array(listener, { minLength: 1, maxLength: 2 }) }),
}).map((object): KubernetesObject => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', ...object }));

const service = fc.record({
  metadata: fc.record({ name: fc.constantFrom('a', 'b', 'c'), namespace: inNamespace, labels: labels(serviceClaims), annotations: weight }),
  spec: fc.constantFrom({}, {}, { clusterIP: 'None' }, { type: 'ExternalName' }),
}).map((object): KubernetesObject => ({ apiVersion: 'v1', kind: 'Service', ...object }));

const serviceEntry = fc.record({
  metadata: fc.record({ name: fc.constantFrom('a', 'b'), namespace: inNamespace, labels: labels(serviceClaims), annotations: weight }),
  spec: fc.record({
    hosts: fc.constantFrom(['x.example.com'], ['*.example.com'], ['a.ns1.svc.cluster.local', 'y.example.com']),
    resolution: fc.constantFrom('STATIC', 'DNS'),
    endpoints: fc.oneof(fc.constant([]), labels(claims).map((own) => [{ address: '10.0.0.1', labels: own }])),
  }),
}).map((object): KubernetesObject => ({ apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', ...object }));

const workloadLabels = labels({ ...claims, 'gateway.networking.k8s.io/gateway-name': fc.constantFrom('waypoint', 'none') });
const workloadMetadata = fc.record({ name: fc.constantFrom('a', 'b'), namespace: inNamespace, labels: workloadLabels });

const pod = workloadMetadata.map((metadata): KubernetesObject => ({ apiVersion: 'v1', kind: 'Pod', metadata }));

const workloadEntry = workloadMetadata
  .map((metadata): KubernetesObject => ({ apiVersion: 'networking.istio.io/v1', kind: 'WorkloadEntry', metadata, spec: { address: '10.0.0.2' } }));

const deployment = fc.tuple(workloadMetadata, workloadLabels)
  .map(([metadata, own]): KubernetesObject => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: { metadata: { labels: own } } } }));
