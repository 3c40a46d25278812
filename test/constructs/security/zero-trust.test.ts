import * as path from 'node:path';
import { ApiObject, Chart, Testing } from 'cdk8s';
import { declareApplication } from '../../../examples/constructs/shop/application';
import { declareIngressGateway } from '../../../examples/constructs/shop/ingress';
import {
  CanaryStep, CrossNamespaceWaypoint, DataplaneMode, Enrollment, IngressReach, Istio, IstioWaypoint, Mesh, NamespaceWaypoint, ObjectRef, Peer, PolicyTarget, Principal, SandwichClass,
  SandwichWaypoint, ServiceWaypoint, Source, TrafficType, Waypoint, WaypointAuthorization, WaypointClass, WaypointLifecycle, ZeroTrust, ZeroTrustScope, ZtunnelAction,
  ZtunnelAuthorization, ZtunnelTarget,
} from '../../../src';
import type { NamespaceWaypointProps, ZeroTrustProps } from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import { lint } from '../../../src/lint/lint';
import { loadValues } from '../../../src/mesh/load';
import { expectAccepted, synth } from '../synth';

const SCRAPER = Principal.serviceAccount(ObjectRef.serviceAccount('prometheus', { namespace: 'monitoring' }));
const shop = ZeroTrustScope.namespaces('shop');

/** A closed shop: the web may ask the cart anything; an ingress gateway, a scraper and another namespace are there too. */
function declareShop(chart: Chart, props: Partial<ZeroTrustProps>, waypointProps: NamespaceWaypointProps = {}): NamespaceWaypoint {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint', { ingress: true, ...waypointProps });
  declareIngressGateway(chart, 'public', 'edge');
  new Enrollment(chart, 'others', { objects: ['monitoring', 'pay'].map((name) => ObjectRef.namespace(name)), dataplaneMode: DataplaneMode.AMBIENT });
  declareApplication(chart, 'prometheus', 'monitoring');
  declareApplication(chart, 'cash', 'pay');
  declareApplication(chart, 'web');
  const cart = declareApplication(chart, 'cart');
  new ZeroTrust(chart, 'zero-trust', { scope: shop, waypoints: [waypoint], ...props });
  new WaypointAuthorization(chart, 'web-asks-cart', {
    targets: [PolicyTarget.service(cart)],
    rules: [{ sources: [Source.principals(Principal.serviceAccount(ObjectRef.serviceAccount('web')))] }],
  });
  return waypoint;
}

const SHOPS: Record<string, (chart: Chart) => void> = {
  'namespace': (chart) => declareShop(chart, {}),
  'mesh': (chart) => declareShop(chart, {
    scope: ZeroTrustScope.mesh(),
    scraping: { principals: [SCRAPER], ports: [9090] },
    ingressGateways: [{ gatewayName: 'public', namespace: 'edge', reach: IngressReach.WAYPOINTS }],
  }),
  'past-the-waypoint': (chart) => declareShop(chart, {
    ingressGateways: [{ gatewayName: 'public', namespace: 'edge', reach: IngressReach.WORKLOADS }],
  }, { ingress: undefined }),
  'pods-behind-waypoint': (chart) => declareShop(chart, { scraping: { principals: [SCRAPER], ports: [9090] } }, { trafficType: TrafficType.ALL }),
  'scraper-outside-the-mesh': (chart) => declareShop(chart, { scraping: { ipBlocks: ['10.9.0.0/16'], ports: [9090] } }),
  'canary': (chart) => declareShop(chart, {}, { canary: { step: CanaryStep.weight(100) } }),
  'enforce-traversal': (chart) => declareShop(chart, { scraping: { principals: [SCRAPER], ports: [9090] } })
    .enforceTraversal(ZtunnelTarget.labelled({ app: 'cart' })),
};

describe.each(Object.entries(SHOPS))('a closed %s', (name, declare) => {
  const app = Testing.app();
  const chart = new Chart(app, 'test', { namespace: 'shop' });
  // A canary needs annotations, which go on objects of the app only.
  if (name === 'canary') new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  declare(chart);
  const manifests = chart.toJson();

  test('lets in whom its access tests say', () => {
    expect(Mesh.fromApp(app, { isComplete: true }).test([path.join(__dirname, 'zero-trust', `${name}.access.yaml`)]).failures).toEqual([]);
  });

  test('is accepted by an API server, and has what it should', () => {
    expectAccepted(app);
    expect(manifests.filter(({ kind }: ApiObject) => kind === 'AuthorizationPolicy').map(({ metadata, spec }: any) => ({ name: `${metadata.namespace}/${metadata.name}`, ...spec }))).toMatchSnapshot();
  });

  test('says of each policy why it is there', () => {
    const silent = manifests.filter(({ kind, metadata }: any) => kind === 'AuthorizationPolicy' && metadata.name.startsWith('zero-trust') && !metadata.annotations?.['kubernetes.io/description']);
    expect(silent).toEqual([]);
  });

  test('is clean under all rules', () => {
    const { mesh } = loadValues(manifests);
    expect(lint(mesh).findings.map(({ rule, message }) => `${rule.id}: ${message}`)).toEqual([]);
  });
});

test('a gateway in a closed namespace is kept open, and another one is not touched', () => {
  const names = synth((chart) => new ZeroTrust(chart, 'zero-trust', {
    scope: shop,
    waypoints: [],
    ingressGateways: ['shop', 'edge'].map((namespace) => ({ gatewayName: 'public', namespace, reach: IngressReach.WORKLOADS })),
  })).map(({ metadata, spec }) => `${metadata.namespace}/${metadata.name} ${JSON.stringify(spec.targetRefs ?? [])}`);
  expect(names.sort()).toEqual([
    'shop/zero-trust []',
    'shop/zero-trust-at-gateway-public [{"group":"gateway.networking.k8s.io","kind":"Gateway","name":"public"}]',
    'shop/zero-trust-ingress []',
  ]);
});

test('a waypoint of which only the name is known is closed and admitted', () => {
  const manifests = synth((chart) => new ZeroTrust(chart, 'zero-trust', {
    scope: shop, waypoints: [Waypoint.fromWaypointAttributes(chart, 'elsewhere', { waypointName: 'wp', namespace: 'shop', serviceAccountName: 'identity' })], policyName: 'closed',
  }));
  expect(manifests.map(({ metadata }) => metadata.name).sort()).toEqual(['closed', 'closed-at-wp', 'closed-waypoints']);
  expect(JSON.stringify(manifests)).toContain('cluster.local/ns/shop/sa/identity');
});

test.each([[TrafficType.SERVICE, false], [TrafficType.WORKLOAD, true]])('scrapers pass a waypoint of whose class it is known that it takes traffic to %ss: %p', (trafficType, passes) => {
  const manifests = synth((chart) => {
    const waypointClass = new WaypointClass(chart, 'class', { className: 'own-waypoint', trafficType });
    const waypoint = new IstioWaypoint(chart, 'w', { waypointName: 'wp', waypointClass, trafficType: TrafficType.CLASS_DEFAULT });
    new ZeroTrust(chart, 'closed', { scope: shop, waypoints: [waypoint], scraping: { principals: [SCRAPER], ports: [9090] } });
  });
  expect(manifests.some(({ metadata }) => metadata.name === 'closed-at-wp-scraping')).toBe(passes);
});

test('several namespaces and the mesh can be closed side by side', () => {
  expect(() => synth((chart) => {
    const waypoint = new CrossNamespaceWaypoint(chart, 'w', { namespace: 'infra', consumers: [ObjectRef.namespace('pay')] });
    new ZeroTrust(chart, 'mesh', { scope: ZeroTrustScope.mesh(), waypoints: [] });
    new ZeroTrust(chart, 'pay', { scope: ZeroTrustScope.namespaces('pay', 'infra'), waypoints: [waypoint] });
    new ZeroTrust(chart, 'shop', { scope: shop, waypoints: [] });
  })).not.toThrow();
});

describe('a waypoint that is used and not listed', () => {
  const close = (declare: (chart: Chart, own: ServiceWaypoint) => void, scope = shop) => () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    const zeroTrust = new ZeroTrust(chart, 'zt', { scope, waypoints: [] });
    declare(chart, new ServiceWaypoint(chart, 'own', { waypointName: 'own', services: [ObjectRef.service('cart')] }));
    return [Testing.synth(chart), zeroTrust];
  };
  const problem = '[test/zt] closes the workloads behind waypoint shop/own, which Service shop/cart uses (by "test/own/enrollment"), and nothing admits its identity: add it to "waypoints"';

  test('is an error, of namespaces and of the mesh', () => {
    expect(close(() => undefined)).toThrow(problem);
    expect(close(() => undefined, ZeroTrustScope.mesh())).toThrow(problem);
  });

  test('can be admitted to its own pods only', () => {
    expect(close((_, own) => void own.enforceTraversal(ZtunnelTarget.labelled({ app: 'cart' })))).not.toThrow();
  });

  test.each([
    ['its namespace', Peer.namespaces('pay', 'shop')],
    ['its ServiceAccount', Peer.of({ serviceAccounts: ['shop/own'] })],
    ['its ServiceAccount in the namespace of the policy', Peer.of({ serviceAccounts: ['own'] })],
  ])('can be admitted by %s', (_, peer) => {
    const admit = (chart: Chart) => void new ZtunnelAuthorization(chart, 'admit', { target: ZtunnelTarget.namespace('shop'), rules: [{ peers: [peer] }] });
    expect(close(admit)).not.toThrow();
  });

  test('is not admitted by a policy for others', () => {
    const peers = [Peer.of({ namespaces: ['pay'] }), Peer.of({ serviceAccounts: ['pay/own'] }), Peer.ipBlocks('10.0.0.0/8')];
    expect(close((chart) => void new ZtunnelAuthorization(chart, 'admit', { target: ZtunnelTarget.namespace('shop'), rules: [{ peers }, { ports: [9090] }] }))).toThrow(problem);
  });

  test('is not admitted by a policy that refuses it', () => {
    expect(close((chart, own) => void new ZtunnelAuthorization(chart, 'refuse', {
      target: ZtunnelTarget.namespace('shop'), action: ZtunnelAction.DENY, rules: [{ peers: [Peer.principals(Principal.waypoint(own))] }],
    }))).toThrow(problem);
  });

  test('is not admitted by a policy of another namespace', () => {
    const admit = (chart: Chart) => void new ZtunnelAuthorization(chart, 'admit', { target: ZtunnelTarget.namespace('pay'), rules: [{ peers: [Peer.namespaces('shop')] }] });
    expect(close(admit, ZeroTrustScope.namespaces('shop', 'pay'))).toThrow(problem);
    const everywhere = (chart: Chart) => void new ZtunnelAuthorization(chart, 'admit', { target: ZtunnelTarget.mesh(), rules: [{ peers: [Peer.namespaces('shop')] }] });
    expect(close(everywhere)).not.toThrow();
  });

  test.each<[string, boolean, Record<string, string>[]]>([
    ['all pods of its Services', true, [{ app: 'cart' }, { app: 'pay' }]],
    ['the pods of one of its Services', false, [{ app: 'cart' }]],
    ['some of the pods of a Service', false, [{ app: 'cart', version: 'v1' }, { app: 'pay' }]],
  ])('is admitted to %s: %p', (_, isAdmitted, selectors) => {
    const declare = () => {
      const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
      new ZeroTrust(chart, 'zt', { scope: shop, waypoints: [] });
      for (const app of ['cart', 'pay']) declareApplication(chart, app);
      const own = new NamespaceWaypoint(chart, 'own');
      own.enforceTraversal(...selectors.map((labels) => ZtunnelTarget.labelled(labels)));
      return Testing.synth(chart);
    };
    if (isAdmitted) expect(declare).not.toThrow();
    else expect(declare).toThrow('closes the workloads behind waypoint shop/waypoint, which Namespace shop uses');
  });

  test('is none of the business of other namespaces', () => {
    expect(close(() => undefined, ZeroTrustScope.namespaces('pay'))).not.toThrow();
  });
});

test.each(ISTIO_VERSIONS)('Istio %s', (version) => {
  const run = (props: Partial<ZeroTrustProps>) => () => synth((chart) => {
    Istio.version(chart, version);
    const waypoint = new NamespaceWaypoint(chart, 'w');
    new ZeroTrust(chart, 'zt', { scope: shop, waypoints: [waypoint], ...props });
  });
  expect(run({})).not.toThrow();
  const mesh = expect(run({ scope: ZeroTrustScope.mesh() }));
  if (version === '1.24') mesh.toThrow('[test/zt] closes every waypoint of the mesh, which needs Istio 1.25, and the app is for 1.24: write ZeroTrustScope.namespaces(…)');
  else mesh.not.toThrow();
});

describe('bad input', () => {
  const close = (props: Partial<ZeroTrustProps>) => (chart: Chart) => new ZeroTrust(chart, 'zt', { scope: shop, waypoints: [], ...props });

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['no namespace', close({ scope: ZeroTrustScope.namespaces() }), '[test/zt] closes no namespace: name at least one'],
    ['a namespace that is none', close({ scope: ZeroTrustScope.namespaces('Shop') }), '[test/zt] namespace "Shop" is not a DNS-1123 label'],
    ['the root namespace', close({ scope: ZeroTrustScope.namespaces('istio-system') }), '[test/zt] closes namespace "istio-system", but a policy without selector there is one for the whole mesh'],
    ['a namespace twice', (chart) => [close({})(chart), new ZeroTrust(chart, 'again', { scope: ZeroTrustScope.namespaces('pay', 'shop'), waypoints: [] })],
      '[test/again] closes namespace "shop", which "test/zt" does already: keep one of the two, with the exceptions of both'],
    ['the mesh twice', (chart) => ['a', 'b'].map((id) => new ZeroTrust(chart, id, { scope: ZeroTrustScope.mesh(), waypoints: [] })), '[test/b] closes the mesh, which "test/a" does already'],
    ['a waypoint of another namespace', (chart) => close({ waypoints: [Waypoint.fromWaypointAttributes(chart, 'w', { waypointName: 'wp', namespace: 'infra' })] })(chart),
      '[test/zt] closes waypoint infra/wp for all that use it, and namespace "infra" is not in the scope: add it to ZeroTrustScope.namespaces(…)'],
    ['a sandwich', (chart) => close({
      waypoints: [new SandwichWaypoint(chart, 'w', { gatewayClass: SandwichClass.istio(), services: [{ service: ObjectRef.service('cart'), ports: [80] }] })],
    })(chart), '[test/zt] closes waypoint shop/waypoint ("test/w"), whose pods are workloads to Istio and would refuse their clients'],
    ['a waypoint that drains', (chart) => close({ waypoints: [new NamespaceWaypoint(chart, 'w', { lifecycle: WaypointLifecycle.DRAINING })] })(chart),
      '[test/zt] closes waypoint shop/waypoint, which drains: clients come without it, and the workloads would refuse them'],
    ['metrics on no port', close({ scraping: { principals: [SCRAPER], ports: [] } }), '[test/zt] lets metrics be scraped on no port'],
    ['metrics for nobody', close({ scraping: { ports: [9090] } }), '[test/zt] lets nobody scrape metrics: write "principals" or "ipBlocks"'],
    ['metrics on a port that does not exist', close({ scraping: { principals: [SCRAPER], ports: [0] } }), 'port 0 does not exist'],
    ['a gateway that is none', close({ ingressGateways: [{ gatewayName: 'A', namespace: 'shop', reach: IngressReach.WORKLOADS }] }), 'is not a DNS-1123 name'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
