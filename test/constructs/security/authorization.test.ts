import { Chart, Testing } from 'cdk8s';
import {
  Condition, ConnectionAttribute, ConnectionCondition, NamespaceWaypoint, ObjectRef, Operation, Peer, PolicyAction, PolicyTarget, Principal, Source, Waypoint,
  WaypointAuthorization, ZtunnelAction, ZtunnelAuthorization, ZtunnelTarget,
} from '../../../src';
import { only, synth } from '../synth';

const cart = PolicyTarget.service(ObjectRef.service('cart', { namespace: 'backend' }));
const anything = [{}];

describe('WaypointAuthorization', () => {
  test('with every field', () => {
    expect(synth((chart) => new WaypointAuthorization(chart, 'full', {
      targets: [cart],
      action: PolicyAction.DENY,
      rules: [{
        sources: [
          Source.of({
            principals: [Principal.serviceAccount(ObjectRef.serviceAccount('web')), Principal.of('cluster.local/ns/shop/*'), Principal.any()],
            notPrincipals: [Principal.serviceAccount(ObjectRef.serviceAccount('ops', { namespace: 'ops' }), { trustDomain: 'example.org' })],
            namespaces: ['shop'],
            notNamespaces: ['legacy'],
            ipBlocks: ['10.0.0.0/8'],
            notIpBlocks: ['10.1.2.3'],
            remoteIpBlocks: ['2001:db8::/32'],
            notRemoteIpBlocks: ['::1'],
            requestPrincipals: ['issuer/*'],
            notRequestPrincipals: ['issuer/eve'],
          }),
          Source.serviceAccounts('shop/web'),
        ],
        operations: [Operation.of({
          hosts: ['cart.example.com'], notHosts: ['*.internal'], ports: [80], notPorts: [8080], methods: ['GET'], notMethods: ['HEAD'], paths: ['/cart/{*}'], notPaths: ['/admin*'],
        })],
        conditions: [
          Condition.header('x-team', { values: ['red'], notValues: ['blue'] }),
          Condition.claim(['realm', 'roles'], { values: ['admin'] }),
          Condition.attribute('connection.sni', { notValues: ['www.example.com'] }),
        ],
      }],
    }))).toMatchSnapshot();
  });

  test.each([
    ['a waypoint', 'infra', (chart: Chart) => PolicyTarget.waypoint(Waypoint.fromWaypointAttributes(chart, 'wp', { waypointName: 'wp', namespace: 'infra' }))],
    ['a service', 'backend', () => cart],
    ['a service entry', 'egress', () => PolicyTarget.serviceEntry(ObjectRef.serviceEntry('api', { namespace: 'egress' }))],
    ['every waypoint', 'istio-system', () => PolicyTarget.everyWaypoint()],
    ['every waypoint of a mesh with another root', 'mesh-root', () => PolicyTarget.everyWaypoint({ rootNamespace: 'mesh-root' })],
  ])('for %s it lands in namespace %s', (_, namespace, target) => {
    const manifests = synth((chart) => new WaypointAuthorization(chart, 'policy', { targets: [target(chart)], rules: anything }));
    expect(only(manifests, 'AuthorizationPolicy')).toMatchSnapshot();
    expect(only(manifests, 'AuthorizationPolicy').metadata.namespace).toBe(namespace);
  });

  test('a dry run is an annotation', () => {
    const manifests = synth((chart) => new WaypointAuthorization(chart, 'try', { targets: [cart], action: PolicyAction.DENY, dryRun: true, rules: anything }));
    expect(only(manifests, 'AuthorizationPolicy').metadata.annotations).toEqual({ 'istio.io/dry-run': 'true' });
  });

  test('one that allows nothing has no rules', () => {
    const manifests = synth((chart) => new WaypointAuthorization(chart, 'nothing', { targets: [cart], allowNothing: true, policyName: 'allow-nothing' }));
    expect(only(manifests, 'AuthorizationPolicy', 'allow-nothing').spec).not.toHaveProperty('rules');
  });
});

test('a rule with a field of the manifest, which would match everything without it, is refused', () => {
  const rules = [{ from: [{ source: { namespaces: ['shop'] } }] }] as {}[];
  expect(() => synth((chart) => new WaypointAuthorization(chart, 'policy', { targets: [cart], rules })))
    .toThrow('[test/policy] a rule has "from", which it would be without: write sources, operations, conditions');
});

describe('ZtunnelAuthorization', () => {
  test('with every field', () => {
    expect(synth((chart) => new ZtunnelAuthorization(chart, 'full', {
      target: ZtunnelTarget.labelled({ app: 'cart' }, { namespace: 'backend' }),
      action: ZtunnelAction.DENY,
      rules: [{
        peers: [
          Peer.of({ principals: [Principal.any()], notPrincipals: [Principal.of('cluster.local/ns/ops/sa/ops')], notIpBlocks: ['10.1.2.3'] }),
          Peer.of({ serviceAccounts: ['shop/web'], notServiceAccounts: ['shop/old'] }),
          Peer.namespaces('shop'),
          Peer.ipBlocks('10.0.0.0/8'),
        ],
        ports: [8080],
        notPorts: [9090],
        conditions: [ConnectionCondition.of(ConnectionAttribute.DESTINATION_PORT, { values: ['8080'] })],
      }],
    }))).toMatchSnapshot();
  });

  test.each([
    ['a namespace', ZtunnelTarget.namespace('backend'), 'backend'],
    ['the mesh', ZtunnelTarget.mesh(), 'istio-system'],
    ['a mesh with another root', ZtunnelTarget.mesh({ rootNamespace: 'mesh-root' }), 'mesh-root'],
  ])('for %s it has no selector', (_, target, namespace) => {
    const policy = only(synth((chart) => new ZtunnelAuthorization(chart, 'policy', { target, allowNothing: true })), 'AuthorizationPolicy');
    expect(policy.metadata.namespace).toBe(namespace);
    expect(policy.spec).toEqual({ action: 'ALLOW' });
  });
});

describe('enforceTraversal', () => {
  test('admits only the identity of the waypoint', () => {
    const manifests = synth((chart) => {
      const waypoint = new NamespaceWaypoint(chart, 'waypoint', { serviceAccountName: 'wp-identity' });
      waypoint.enforceTraversal(ZtunnelTarget.labelled({ 'app.kubernetes.io/name': 'cart', 'tier': 'Back_End' }), ZtunnelTarget.namespace('shop'));
    });
    expect(manifests.filter((manifest) => manifest.kind === 'AuthorizationPolicy')).toMatchSnapshot();
  });

  test('gives the policies', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    const [policy] = new NamespaceWaypoint(chart, 'waypoint').enforceTraversal(ZtunnelTarget.namespace('shop'));
    expect([policy.policyName, policy.policyNamespace]).toEqual(['only-waypoint-shop', 'shop']);
  });
});
