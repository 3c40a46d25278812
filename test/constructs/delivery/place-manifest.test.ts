import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import * as yaml from 'js-yaml';
import { written } from './written';
import { Delivery, NamespaceWaypoint, NetworkPolicies, ObjectOwner, Peer, PodPeer, ZtunnelAction, ZtunnelAuthorization, ZtunnelTarget } from '../../../src';

const DELIVERY = Delivery.argoCd({ repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist', owners: [{ owner: ObjectOwner.HELM_CLI }] });
const WAVE = 'argocd.argoproj.io/sync-wave';

/** The stage and the wave of each object, by kind and name. */
function placesOf(declare: (chart: Chart) => void): Record<string, string> {
  const files = written(DELIVERY, (app) => declare(new Chart(app, 'shop', { namespace: 'shop' })));
  const manifests = Object.entries(files).filter(([file]) => file.endsWith('.k8s.yaml'));
  return Object.fromEntries(manifests.flatMap(([file, text]) => (yaml.loadAll(text) as any[])
    .map(({ kind, metadata }) => [`${kind} ${metadata.name}`, `${file.split('/')[0]} ${metadata.annotations?.[WAVE] ?? 'none'}`])));
}

const plain = (apiVersion: string, kind: string, content: object = {}) => (chart: Chart) => {
  new ApiObject(chart, 'object', { apiVersion, kind, metadata: { name: 'object' }, ...content });
};

test.each([
  ['v1', 'ServiceAccount', 'its pods run as it'],
  ['v1', 'Secret', 'a listener has its certificate'],
  ['v1', 'ConfigMap', 'it has the overlay'],
  ['v1', 'ResourceQuota', 'its namespace takes no more pods'],
  ['v1', 'LimitRange', 'its pods get their limits'],
  ['scheduling.k8s.io/v1', 'PriorityClass', 'its pods have it'],
  ['gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'a listener or a route names an object of another namespace'],
])('%s %s comes before a Gateway, which may wait for it for ever: %s', (apiVersion, kind) => {
  expect(placesOf(plain(apiVersion, kind))).toEqual({ [`${kind} object`]: 'waypoints -5' });
});

test('a CustomResourceDefinition comes before its objects', () => {
  expect(placesOf(plain('apiextensions.k8s.io/v1', 'CustomResourceDefinition'))).toEqual({ 'CustomResourceDefinition object': 'waypoints -10' });
});

test('the NetworkPolicy of a waypoint comes before it, so that it gets to istiod, and those of workloads come last', () => {
  expect(placesOf((chart) => {
    const waypoint = new NamespaceWaypoint(chart, 'waypoint');
    new NetworkPolicies(chart, 'network', { waypoint, clients: [PodPeer.namespace('shop')], workloads: [{}, { labels: { app: 'cart' } }] });
  })).toEqual({
    'Gateway waypoint': 'waypoints 0',
    'Namespace shop': 'enrollment 10',
    'NetworkPolicy waypoint-network': 'waypoints -5',
    'NetworkPolicy waypoint-network-workloads': 'strict 15',
    'NetworkPolicy waypoint-network-app-cart': 'strict 15',
  });
});

test('a NetworkPolicy of a user that closes a namespace comes last, and one that lets in is none of our business', () => {
  expect(placesOf(plain('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, policyTypes: ['Egress'] } }))).toEqual({ 'NetworkPolicy object': 'strict 15' });
  expect(placesOf(plain('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] } }))).toEqual({ 'NetworkPolicy object': 'workloads none' });
});

test('a policy at ztunnel comes last if it admits only what it lists, whatever its action, and with the waypoints if it refuses what it lists', () => {
  const policy = (chart: Chart, policyName: string, action: ZtunnelAction, peer: Peer) => new ZtunnelAuthorization(chart, policyName, {
    policyName, action, target: ZtunnelTarget.labelled({ app: 'cart' }), rules: [{ peers: [peer] }],
  });
  expect(placesOf((chart) => {
    policy(chart, 'only-shop', ZtunnelAction.ALLOW, Peer.namespaces('shop'));
    policy(chart, 'none-but-shop', ZtunnelAction.DENY, Peer.of({ notNamespaces: ['shop'] }));
    policy(chart, 'not-dev', ZtunnelAction.DENY, Peer.namespaces('dev'));
  })).toEqual({
    'AuthorizationPolicy only-shop': 'strict 15', 'AuthorizationPolicy none-but-shop': 'strict 15', 'AuthorizationPolicy not-dev': 'waypoints 5',
  });
});

test.each([['STRICT', 'strict 15'], ['PERMISSIVE', 'workloads none']])('plain text is refused last: a PeerAuthentication that says %s', (mode, place) => {
  expect(placesOf(plain('security.istio.io/v1', 'PeerAuthentication', { spec: { mtls: { mode } } }))).toEqual({ 'PeerAuthentication object': place });
});

describe('a BackendTLSPolicy', () => {
  const policy = plain('gateway.networking.k8s.io/v1', 'BackendTLSPolicy', { spec: { targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'bank' }] } });
  const entry = (labels: Record<string, string>) => (chart: Chart) => new ApiObject(chart, 'entry', {
    apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'bank', labels }, spec: { hosts: ['bank.example.com'] },
  });
  const places = (...declare: ((chart: Chart) => unknown)[]) => placesOf((chart) => declare.forEach((one) => one(chart)))['BackendTLSPolicy object'];

  test('comes with the entry of the app that it is for: before it Argo CD takes it for degraded and never goes on', () => {
    expect(places(policy, entry({ 'istio.io/use-waypoint': 'egress' }))).toBe('workloads 10');
    expect(places(policy, entry({}))).toBe('workloads none');
  });

  test('comes with the waypoints if it is for an entry of somebody else', () => {
    expect(places(policy)).toBe('waypoints 5');
  });
});

test.each<[string, object, string]>([
  ['sends requests to a Service of the app', { backendRefs: [{ name: 'own' }] }, 'workloads 5'],
  ['copies requests to a Service of the app', { backendRefs: [{ name: 'cart' }], filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'own' } } }] }, 'workloads 5'],
  ['copies some requests to it', { backendRefs: [{ name: 'cart', filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'own' } } }] }] }, 'workloads 5'],
  ['has nothing to do with the app', { backendRefs: [{ name: 'cart' }] }, 'waypoints 5'],
])('a route that %s comes after all that it names', (_, rule, place) => {
  expect(placesOf((chart) => {
    new ApiObject(chart, 'own', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'own' } });
    plain('gateway.networking.k8s.io/v1', 'HTTPRoute', { spec: { parentRefs: [{ group: '', kind: 'Service', name: 'cart' }], rules: [rule] } })(chart);
  })['HTTPRoute object']).toBe(place);
});

test.each<[string, (service: ApiObject) => void]>([
  ['by its metadata', (service) => service.metadata.addLabel('istio.io/use-waypoint', 'waypoint')],
  ['by a patch', (service) => service.addJsonPatch(JsonPatch.add('/metadata/labels', { 'istio.io/use-waypoint': 'waypoint' }))],
])('the route of a Service that is enrolled %s comes after it', (_, enroll) => {
  expect(placesOf((chart) => {
    enroll(new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' }, spec: { ports: [{ port: 80 }] } }));
    new ApiObject(chart, 'route', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'cart' },
      spec: { parentRefs: [{ group: '', kind: 'Service', name: 'cart' }], rules: [{ backendRefs: [{ name: 'cart', port: 80 }] }] },
    });
  })).toEqual({ 'Service cart': 'workloads 10', 'HTTPRoute cart': 'workloads 11' });
});
