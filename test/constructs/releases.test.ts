import { Chart, Testing } from 'cdk8s';
import { only, synth } from './synth';
import {
  AllowedNamespaces, CanaryStep, CrossNamespaceWaypoint, Enrollment, ExternalAuthorization, Istio, JwtIssuer, NamespaceWaypoint, ObjectRef, Peer, PolicyTarget,
  SandwichClass, SandwichWaypoint, ServiceWaypoint, Source, WaypointAuthorization, WaypointJwt, WorkloadWaypoint, ZeroTrust, ZeroTrustScope, ZtunnelAuthorization,
  ZtunnelTarget,
} from '../../src';
import { ISTIO_VERSIONS } from '../../src/istio/versions';
import type { IstioVersion } from '../../src/istio/versions';

const cart = ObjectRef.service('cart');
const target = PolicyTarget.service(cart);
const sandwich = (gatewayClass: SandwichClass, allowed?: AllowedNamespaces) => (chart: Chart) =>
  new SandwichWaypoint(chart, 'w', { gatewayClass, allowedNamespaces: allowed, services: [{ service: cart, ports: [80] }] });

/** What needs a release, with the first that has it. */
const NEEDS: [string, IstioVersion, (chart: Chart) => unknown][] = [
  ['a waypoint for a namespace', '1.24', (chart) => new NamespaceWaypoint(chart, 'w')],
  ['a waypoint for services, with ingress', '1.24', (chart) => new ServiceWaypoint(chart, 'w', { services: [cart], ingress: true })],
  ['a waypoint for workloads', '1.24', (chart) => new WorkloadWaypoint(chart, 'w', { workloads: [ObjectRef.deployment('cart')] })],
  ['a guard of workloads', '1.24', (chart) => new NamespaceWaypoint(chart, 'w').enforceTraversal(ZtunnelTarget.namespace('shop'))],
  ['a dry run', '1.24', (chart) => new WaypointAuthorization(chart, 'p', { targets: [target], rules: [{}], dryRun: true })],
  ['an external authorizer', '1.24', (chart) => new ExternalAuthorization(chart, 'p', { targets: [target], provider: 'opa' })],
  ['tokens', '1.24', (chart) => new WaypointJwt(chart, 'p', { targets: [target], issuers: [JwtIssuer.discovered('https://login')] })],
  ['a closed namespace', '1.24', (chart) => new ZeroTrust(chart, 'z', { scope: ZeroTrustScope.namespaces('shop'), waypoints: [] })],
  ['a canary without weight', '1.24', (chart) => new NamespaceWaypoint(chart, 'w', { canary: { step: CanaryStep.deployed() } })],
  ['a sandwich', '1.24', sandwich(SandwichClass.istio())],
  ['a sandwich that takes the PROXY protocol', '1.24', sandwich(SandwichClass.kgateway())],
  ['a policy for every waypoint', '1.25', (chart) => new WaypointAuthorization(chart, 'p', { targets: [PolicyTarget.everyWaypoint()], rules: [{}] })],
  ['a closed mesh', '1.25', (chart) => new ZeroTrust(chart, 'z', { scope: ZeroTrustScope.mesh(), waypoints: [] })],
  ['service accounts of a source', '1.25', (chart) => new WaypointAuthorization(chart, 'p', { targets: [target], rules: [{ sources: [Source.serviceAccounts('shop/web')] }] })],
  ['service accounts of a peer', '1.25', (chart) => new ZtunnelAuthorization(chart, 'p', {
    target: ZtunnelTarget.namespace('shop'), rules: [{ peers: [Peer.of({ notServiceAccounts: ['shop/old'] })] }],
  })],
  ['ingress to a namespace', '1.25', (chart) => new NamespaceWaypoint(chart, 'w', { ingress: true })],
  ['ingress to several namespaces', '1.25', (chart) => new CrossNamespaceWaypoint(chart, 'w', { consumers: [ObjectRef.namespace('pay')], ingress: false })],
  ['ingress of an enrollment', '1.25', (chart) => new Enrollment(chart, 'e', { objects: [ObjectRef.namespace('pay')], ingress: true })],
  ['other pods than Istio generates', '1.26', (chart) => new NamespaceWaypoint(chart, 'w', { infrastructure: { replicas: 2 } })],
  ['other pods of a canary', '1.26', (chart) => new NamespaceWaypoint(chart, 'w', { canary: { step: CanaryStep.deployed(), infrastructure: { replicas: 2 } } })],
  ['a sandwich that takes the PROXY protocol, for other namespaces', '1.26', sandwich(SandwichClass.kgateway(), AllowedNamespaces.named('pay', 'shop'))],
  ['a canary with a weight', '1.31', (chart) => new NamespaceWaypoint(chart, 'w', { dataplaneMode: undefined, canary: { step: CanaryStep.weight(10) } })],
  ['a waypoint of agentgateway', '1.31', sandwich(SandwichClass.agentgateway())],
];

describe.each(NEEDS)('%s, from Istio %s on', (_, first, declare) => {
  test.each(ISTIO_VERSIONS)('Istio %s', (version) => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    Istio.version(chart, version);
    const attempt = expect(() => declare(chart));
    if (ISTIO_VERSIONS.indexOf(version) >= ISTIO_VERSIONS.indexOf(first)) {
      attempt.not.toThrow();
    } else {
      // Where, since when, what the app is for, and what to write instead.
      attempt.toThrow(new RegExp(`^\\[test/.*${first.replace('.', '\\.')}.*${version.replace('.', '\\.')}.*[:,] `));
    }
  });
});

test.each(ISTIO_VERSIONS.slice(ISTIO_VERSIONS.indexOf('1.26')))('the pods of Istio %s have time to drain', (version) => {
  const config = only(synth((chart) => {
    Istio.version(chart, version);
    new NamespaceWaypoint(chart, 'w', { infrastructure: { priorityClassName: 'high' } });
  }), 'ConfigMap');
  expect(/terminationGracePeriodSeconds: (\d+)/.exec(config.data.deployment)?.[1]).toBe(ISTIO_VERSIONS.indexOf(version) < ISTIO_VERSIONS.indexOf('1.28') ? '30' : undefined);
});
