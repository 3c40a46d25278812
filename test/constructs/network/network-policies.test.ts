import { ApiObject, Chart, Testing } from 'cdk8s';
import type { Host } from './reachability';
import { connects } from './reachability';
import { declareApplication } from '../../../examples/constructs/shop/application';
import {
  CanaryStep, CrossNamespaceWaypoint, Enrollment, NamespaceWaypoint, NetworkPolicies, ObjectRef, PodPeer, Waypoint,
} from '../../../src';
import type { NetworkPoliciesProps } from '../../../src';
import { ManifestPlaces } from '../../../src/constructs/delivery/place-manifest';
import { lint } from '../../../src/lint/lint';
import { loadValues } from '../../../src/mesh/load';
import { only, synth } from '../synth';

const GATEWAY = 'gateway.networking.k8s.io/gateway-name';
const pod = (app: string, namespace = 'shop'): Host => ({ namespace, labels: { app } });
const proxy = (name: string, namespace = 'shop'): Host => ({ namespace, labels: { [GATEWAY]: name } });
const waypoint = proxy('waypoint');
const istiod = pod('istiod', 'istio-system');
const dns = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
const kubelet = { ip: '192.0.2.1' };
const probe = { ip: '169.254.7.127' };
const outside = { ip: '203.0.113.9' };

describe('who gets through', () => {
  const manifests = synth((chart) => new NetworkPolicies(chart, 'network', {
    waypoint: new NamespaceWaypoint(chart, 'waypoint', { dataplaneMode: undefined }),
    clients: [PodPeer.namespace('shop'), PodPeer.labelled({ app: 'cash' }, { namespace: 'pay' })],
    workloads: [{ labels: { app: 'cart' }, clients: [PodPeer.labelled({ app: 'prometheus' }, { namespace: 'monitoring' })], ports: [9090] }, { labels: { app: 'web' } }],
    destinations: [{ peer: PodPeer.addresses('203.0.113.9'), ports: [443] }],
    scrapers: [PodPeer.labelled({ app: 'prometheus' }, { namespace: 'monitoring' })],
  }));

  test.each<[string, Host, Host, number, boolean]>([
    ['a client in the namespace', pod('web'), waypoint, 15008, true],
    ['a client in another one', pod('cash', 'pay'), waypoint, 15008, true],
    ['somebody else in another one', pod('eve', 'pay'), waypoint, 15008, false],
    ['somebody outside', outside, waypoint, 15008, false],
    ['the waypoint to a workload', waypoint, pod('cart'), 15008, true],
    ['the waypoint to a workload, past ztunnel', waypoint, pod('cart'), 8080, false],
    ['the waypoint to a workload that is not its own', waypoint, pod('cash', 'pay'), 15008, false],
    ['a client past the waypoint', pod('web'), pod('cart'), 15008, false],
    ['a client past waypoint and ztunnel', pod('web'), pod('cart'), 8080, false],
    ['another waypoint', proxy('other'), pod('cart'), 15008, false],
    ['the waypoint to istiod', waypoint, istiod, 15012, true],
    ['the waypoint to anything else of istiod', waypoint, istiod, 8080, false],
    ['the waypoint to a host outside', waypoint, outside, 443, true],
    ['the waypoint to another port outside', waypoint, outside, 80, false],
    ['the kubelet asks whether the waypoint is ready', kubelet, waypoint, 15021, true],
    ['the kubelet asks whether a workload is ready', probe, pod('cart'), 8080, true],
    ['a scraper to the waypoint', pod('prometheus', 'monitoring'), waypoint, 15020, true],
    ['a scraper to the proxy of the waypoint', pod('prometheus', 'monitoring'), waypoint, 15090, true],
    ['somebody else to metrics', pod('web'), waypoint, 15020, false],
    ['a scraper in the mesh to a workload', pod('prometheus', 'monitoring'), pod('cart'), 15008, true],
    ['a scraper outside the mesh to a workload', pod('prometheus', 'monitoring'), pod('cart'), 9090, true],
    ['a scraper to what it does not scrape', pod('prometheus', 'monitoring'), pod('web'), 15008, false],
    ['pods that no policy is about', pod('eve', 'pay'), pod('database'), 5432, true],
  ])('%s', (_, source, target, port, expected) => {
    expect(connects(manifests, source, target, port)).toBe(expected);
  });

  test('the waypoint asks DNS, by UDP and TCP', () => {
    expect(['UDP', 'TCP'].map((protocol) => connects(manifests, waypoint, dns, 53, protocol))).toEqual([true, true]);
  });

  test('the manifests', () => {
    expect(manifests.filter(({ kind }) => kind === 'NetworkPolicy')).toMatchSnapshot();
  });
});

test('by default every pod of the cluster is a client, and a workload', () => {
  const manifests = synth((chart) => new NetworkPolicies(chart, 'network', { waypoint: new NamespaceWaypoint(chart, 'waypoint') }));
  expect(connects(manifests, pod('eve', 'pay'), waypoint, 15008)).toBe(true);
  expect(connects(manifests, waypoint, pod('cash', 'pay'), 15008)).toBe(true);
  expect(connects(manifests, outside, waypoint, 15008)).toBe(false);
  expect(connects(manifests, pod('prometheus', 'monitoring'), waypoint, 15020)).toBe(false);
  expect(manifests.filter(({ kind }) => kind === 'NetworkPolicy')).toHaveLength(1);
});

test('all pods of a namespace are guarded, and not the gateways in it', () => {
  const manifests = synth((chart) => new NetworkPolicies(chart, 'network', { waypoint: new NamespaceWaypoint(chart, 'waypoint'), workloads: [{}] }));
  expect(connects(manifests, pod('web'), pod('cart'), 15008)).toBe(false);
  expect(connects(manifests, waypoint, pod('cart'), 15008)).toBe(true);
  expect(connects(manifests, pod('web'), proxy('public'), 80)).toBe(true);
});

test('a waypoint that namespaces share gets to workloads of all of them', () => {
  const manifests = synth((chart) => new NetworkPolicies(chart, 'network', {
    waypoint: new CrossNamespaceWaypoint(chart, 'waypoint', { namespace: 'infra', consumers: [ObjectRef.namespace('pay'), ObjectRef.service('cart')] }),
    workloads: [{ namespace: 'pay' }, { namespace: 'shop', labels: { app: 'cart' } }],
  }));
  expect([pod('cash', 'pay'), pod('cart')].map((target) => connects(manifests, proxy('waypoint', 'infra'), target, 15008))).toEqual([true, true]);
  expect(connects(manifests, proxy('waypoint', 'pay'), pod('cart'), 15008)).toBe(false);
});

test('a canary gets through as its waypoint does', () => {
  const manifests = synth((chart) => new NetworkPolicies(chart, 'network', {
    waypoint: new NamespaceWaypoint(chart, 'waypoint', { canary: { step: CanaryStep.deployed() } }), workloads: [{ labels: { app: 'cart' } }],
  }));
  for (const name of ['waypoint', 'waypoint-canary']) {
    expect(connects(manifests, pod('web'), proxy(name), 15008)).toBe(true);
    expect(connects(manifests, proxy(name), pod('cart'), 15008)).toBe(true);
    expect(connects(manifests, outside, proxy(name), 15008)).toBe(false);
  }
});

test('another installation has its control plane and its DNS elsewhere', () => {
  const manifests = synth((chart) => new NetworkPolicies(chart, 'network', {
    waypoint: Waypoint.fromWaypointAttributes(chart, 'waypoint', { waypointName: 'waypoint', namespace: 'shop' }),
    controlPlane: PodPeer.labelled({ app: 'istiod' }, { namespace: 'mesh' }),
    dns: PodPeer.addresses('169.254.20.10'),
    policyName: 'all',
  }));
  expect([connects(manifests, waypoint, pod('istiod', 'mesh'), 15012), connects(manifests, waypoint, istiod, 15012)]).toEqual([true, false]);
  expect(connects(manifests, waypoint, { ip: '169.254.20.10' }, 53, 'UDP')).toBe(true);
  expect(only(manifests, 'NetworkPolicy', 'all')).toBeDefined();
});

test('the rules on NetworkPolicies find these right, and see what is missing', () => {
  const findings = (change: (manifests: any[]) => void) => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    declareApplication(chart, 'cart');
    new NetworkPolicies(chart, 'network', { waypoint: new NamespaceWaypoint(chart, 'waypoint'), workloads: [{ labels: { app: 'cart' } }] });
    const manifests = JSON.parse(JSON.stringify(chart.toJson()));
    change(manifests.filter(({ kind }: { kind: string }) => kind === 'NetworkPolicy'));
    return lint(loadValues(manifests).mesh).findings.map(({ rule }) => rule.id);
  };
  expect(findings(() => undefined)).toEqual([]);
  expect(findings(([ofWaypoint]) => ofWaypoint.spec.ingress.shift())).toEqual(['network-policy-blocks-waypoint']);
  expect(findings(([, ofWorkloads]) => { ofWorkloads.spec.ingress[0].from[0].podSelector.matchLabels[GATEWAY] = 'other'; })).toContain('network-policy-blocks-waypoint');
  expect(findings(([, ofWorkloads]) => { ofWorkloads.spec.ingress = [{ ports: [{ protocol: 'TCP', port: 8080 }] }]; })).toEqual(['network-policy-blocks-hbone']);
});

test('those of workloads are applied last, when everybody uses the waypoint, and its own before it', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'test', { namespace: 'shop' });
  new NetworkPolicies(chart, 'network', { waypoint: new NamespaceWaypoint(chart, 'waypoint'), workloads: [{}] });
  const places = new ManifestPlaces(app);
  const policies = chart.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && construct.kind === 'NetworkPolicy');
  expect(policies.map((policy) => places.placeOf(policy, policy.toJson()).stage)).toEqual(['waypoints', 'strict']);
});

describe('bad input', () => {
  const policies = (props: Partial<NetworkPoliciesProps>) => (chart: Chart) => new NetworkPolicies(chart, 'network', {
    waypoint: Waypoint.fromWaypointAttributes(chart, 'elsewhere', { waypointName: 'waypoint', namespace: 'shop' }), ...props,
  });

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['no clients', policies({ clients: [] }), '[test/network] has an empty list "clients": list at least one, or leave it out'],
    ['no workloads', policies({ workloads: [] }), '[test/network] has an empty list "workloads"'],
    ['a destination without ports', policies({ destinations: [{ peer: PodPeer.everyPod(), ports: [] }] }), '[test/network] has a destination without ports'],
    ['a port that does not exist', policies({ destinations: [{ peer: PodPeer.everyPod(), ports: [99999] }] }), '[test/network] port 99999 does not exist'],
    ['ports that nobody dials', policies({ workloads: [{ ports: [9090] }] }), '[test/network] has workloads with "ports", and nobody who dials them'],
    ['a peer without labels', policies({ clients: [PodPeer.labelled({})] }), '[test/network] a peer has no labels, which means all pods of the namespace: write PodPeer.namespace(…)'],
    ['a namespace that is none', policies({ clients: [PodPeer.namespace('A')] }), '[test/network] namespace "A" is not a DNS-1123 label'],
    ['addresses that are none', policies({ clients: [PodPeer.addresses('example.com')] }), '[test/network] "example.com" is no IP address or CIDR block'],
    ['two for one waypoint', (chart) => [policies({})(chart), new NetworkPolicies(chart, 'more', { waypoint: Waypoint.fromWaypointAttributes(chart, 'again', { waypointName: 'waypoint', namespace: 'shop' }) })],
      '[test/more] NetworkPolicy shop/waypoint-network is already declared by "test/network": write another "policyName"'],
    ['workloads without a namespace that uses the waypoint', (chart) => {
      const shared = new CrossNamespaceWaypoint(chart, 'w', { consumers: [ObjectRef.namespace('pay')] });
      policies({ waypoint: shared, workloads: [{}] })(chart);
      Testing.synth(chart);
    }, '[test/network] keeps waypoint shop/waypoint from namespace "pay", but Namespace pay uses it (by "test/w/namespaces"): add { namespace: "pay" } to "workloads"'],
    ['no destination for a host outside', (chart) => {
      const own = new NamespaceWaypoint(chart, 'w');
      new Enrollment(chart, 'e', { objects: [ObjectRef.serviceEntry('api')], waypoint: own });
      policies({ waypoint: own })(chart);
      Testing.synth(chart);
    }, '[test/network] keeps waypoint shop/waypoint from what is outside, but ServiceEntry shop/api uses it (by "test/e"): write where that is in "destinations"'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
