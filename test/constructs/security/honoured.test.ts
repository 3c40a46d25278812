import { Chart, Testing } from 'cdk8s';
import {
  ExternalAuthorization, JwtIssuer, NamespaceWaypoint, ObjectRef, PolicyAction, PolicyTarget, SandwichClass, SandwichWaypoint, ServiceWaypoint, WaypointAuthorization, WaypointJwt,
  WaypointLifecycle, ZtunnelTarget,
} from '../../../src';

const cart = ObjectRef.service('cart');

describe('enforceTraversal of a sandwich', () => {
  const guard = (gatewayClass: SandwichClass, target: ZtunnelTarget) => () => new SandwichWaypoint(new Chart(Testing.app(), 'test', { namespace: 'shop' }), 'w', {
    gatewayClass, services: [{ service: cart, ports: [80] }],
  }).enforceTraversal(target);

  test.each([['its namespace', ZtunnelTarget.namespace('shop'), 'shop'], ['the mesh', ZtunnelTarget.mesh(), 'istio-system']])('is refused for %s, as it would close its own pods', (_, target, namespace) => {
    expect(guard(SandwichClass.istio(), target)).toThrow(`[test/w] enforceTraversal() closes all pods of namespace "${namespace}", those of the waypoint among them, which would refuse their clients`);
  });

  test('is for workloads by their labels, other namespaces, and waypoints that are not captured', () => {
    expect(guard(SandwichClass.istio(), ZtunnelTarget.labelled({ app: 'cart' }))).not.toThrow();
    expect(guard(SandwichClass.istio(), ZtunnelTarget.namespace('pay'))).not.toThrow();
    expect(guard(SandwichClass.agentgateway(), ZtunnelTarget.namespace('shop'))).not.toThrow();
  });
});

const POLICIES: Record<string, (chart: Chart, target: PolicyTarget) => unknown> = {
  'AuthorizationPolicies': (chart, target) => new WaypointAuthorization(chart, 'policy', { targets: [target], rules: [{}] }),
  'RequestAuthentications': (chart, target) => new WaypointJwt(chart, 'policy', { targets: [target], issuers: [JwtIssuer.discovered('https://login')], ingress: false }),
  'AuthorizationPolicies ': (chart, target) => new ExternalAuthorization(chart, 'policy', { targets: [target], provider: 'opa' }),
};

describe.each(Object.entries(POLICIES))('%s', (kind, declare) => {
  const shop = (gatewayClass: SandwichClass, policy: (chart: Chart, waypoint: SandwichWaypoint) => void) => () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    policy(chart, new SandwichWaypoint(chart, 'w', { gatewayClass, services: [{ service: cart, ports: [80] }] }));
    Testing.synth(chart);
  };
  const ofWaypoint = (chart: Chart, waypoint: SandwichWaypoint) => void declare(chart, PolicyTarget.waypoint(waypoint));
  const ofService = (chart: Chart) => void declare(chart, PolicyTarget.service(cart));

  test.each<[string, SandwichClass]>([
    ['agentgateway', SandwichClass.agentgateway()],
    ...kind === 'AuthorizationPolicies' ? [] : [['kgateway', SandwichClass.kgateway()] as [string, SandwichClass]],
    ['Envoy Gateway', SandwichClass.envoyGateway()],
  ])('are refused for a waypoint of %s, and for a Service behind it', (_, gatewayClass) => {
    expect(shop(gatewayClass, ofWaypoint)).toThrow(`[test/policy] waypoint shop/waypoint ("test/w") is of class "${gatewayClass.className}", whose proxy ignores ${kind.trim()}`);
    expect(shop(gatewayClass, ofService)).toThrow(`[test/policy] is for Service shop/cart, which uses waypoint shop/waypoint ("test/w") of class "${gatewayClass.className}", whose proxy ignores ${kind.trim()} for Services`);
  });

  test('are honoured by an ingress gateway as a waypoint, but not for a Service behind it', () => {
    expect(shop(SandwichClass.istio(), ofWaypoint)).not.toThrow();
    expect(shop(SandwichClass.istio(), ofService)).toThrow('[test/policy] is for Service shop/cart, which uses waypoint shop/waypoint ("test/w") of class "istio"');
  });

  describe('for a Service whose waypoint drains', () => {
    const { DRAINING, DRAINING_BY_OPT_OUT } = WaypointLifecycle;
    const old = (lifecycle: WaypointLifecycle) => (chart: Chart) => void new ServiceWaypoint(chart, 'old', { waypointName: 'old', services: [cart], lifecycle });
    const sandwich = (chart: Chart) => void new SandwichWaypoint(chart, 'old', {
      waypointName: 'old', gatewayClass: SandwichClass.agentgateway(), services: [{ service: cart, ports: [80] }], lifecycle: DRAINING,
    });
    const next = (chart: Chart) => void new ServiceWaypoint(chart, 'next', { waypointName: 'next', services: [cart] });
    const ofNamespace = (chart: Chart) => void new NamespaceWaypoint(chart, 'shop');
    const run = (...parts: ((chart: Chart) => void)[]) => () => {
      const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
      for (const part of parts) part(chart);
      Testing.synth(chart);
    };

    test.each([['another one', old(DRAINING), next], ['that of its namespace', old(DRAINING), ofNamespace], ['one of Istio', sandwich, next]])('are honoured if %s takes over, in any order', (_, first, second) => {
      expect(run(first, second, ofService)).not.toThrow();
      expect(run(ofService, second, first)).not.toThrow();
    });

    test.each([['nobody takes over', run(old(DRAINING), ofService)], ['it is opted out', run(ofNamespace, old(DRAINING_BY_OPT_OUT), ofService)]])('are refused if %s', (_, refused) => {
      expect(refused).toThrow('[test/policy] is for Service shop/cart, which uses waypoint shop/old ("test/old"), which drains: let the Service use the waypoint that takes over, '
        + 'or remove the policy and let that be applied, then drain the waypoint');
    });
  });

  test('are honoured for a Service with a waypoint of Istio, whatever its namespace uses', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    new NamespaceWaypoint(chart, 'w');
    new ServiceWaypoint(chart, 'own', { waypointName: 'own', services: [cart] });
    declare(chart, PolicyTarget.service(cart));
    expect(() => Testing.synth(chart)).not.toThrow();
  });
});

describe('kgateway', () => {
  const declare = (action: PolicyAction) => () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    const waypoint = new SandwichWaypoint(chart, 'w', { gatewayClass: SandwichClass.kgateway(), services: [{ service: cart, ports: [80] }] });
    new WaypointAuthorization(chart, 'gateway', { targets: [PolicyTarget.waypoint(waypoint)], action, rules: [{}] });
    new WaypointAuthorization(chart, 'service', { targets: [PolicyTarget.service(cart)], action, rules: [{}] });
    Testing.synth(chart);
  };

  test.each([PolicyAction.ALLOW, PolicyAction.DENY])('enforces policies that %s', (action) => {
    expect(declare(action)).not.toThrow();
  });

  test('marks nothing for an audit log', () => {
    expect(declare(PolicyAction.AUDIT)).toThrow('is of class "kgateway-waypoint", whose proxy ignores AuthorizationPolicies');
  });
});
