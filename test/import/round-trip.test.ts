import * as cdk8s from 'cdk8s';
import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { canonicalByKey, runProgram } from './run-program';
import * as waypoints from '../../src';
import { importObjects } from '../../src/import/import-objects';
import { readObjects } from '../../src/import/source-object';
import { loadValues } from '../../src/mesh/load';
import { printProgram } from '../../src/program/print';
import { names, synthesize } from '../examples/example';
import { compile } from '../programs';

function imported(app: cdk8s.App) {
  app.synthYaml();
  const { objects, problems } = readObjects(loadValues(app.charts.flatMap((chart) => chart.toJson())).mesh, 'default');
  expect(problems).toEqual([]);
  return { objects, ...importObjects(objects, { cdk8s, 'cdk8s-waypoint': waypoints }) };
}

/** The constructs that the examples come back as, where they come back as more than manifests. */
const COMES_BACK: Readonly<Record<string, readonly string[]>> = {
  'class-defaults': ['ClassDefaults', 'NamespaceWaypoint'],
  'cross-namespace-waypoint': ['CrossNamespaceWaypoint'],
  'dry-run': ['NamespaceWaypoint', 'WaypointAuthorization', 'ZtunnelAuthorization'],
  'east-west-gateway': ['EastWestGateway', 'NamespaceWaypoint'],
  'egress-waypoint': ['Enrollment', 'HttpRoute', 'ServiceWaypoint', 'WaypointAuthorization'],
  'external-authorization': ['ExternalAuthorization', 'NamespaceWaypoint', 'WaypointAuthorization', 'ZtunnelAuthorization'],
  'global-rate-limit': ['NamespaceWaypoint', 'WaypointEnvoyFilter'],
  'grpc-route': ['GrpcRoute', 'NamespaceWaypoint'],
  'http-route': ['HttpRoute', 'NamespaceWaypoint'],
  'istio-waypoint': ['IstioWaypoint'],
  'sandwich-waypoint': ['Enrollment', 'SandwichWaypoint'],
  'service-waypoint': ['Enrollment', 'ServiceWaypoint'],
  'tcp-route': ['NamespaceWaypoint', 'TcpRoute'],
  'tls-route': ['NamespaceWaypoint', 'TlsRoute'],
  'traffic-policy': ['NamespaceWaypoint', 'TrafficPolicy'],
  'versioned-service': ['HttpRoute', 'NamespaceWaypoint'],
  'waypoint-class': ['ClassDefaults', 'NamespaceWaypoint', 'WaypointClass'],
  'waypoint-envoy-filter': ['NamespaceWaypoint', 'WaypointEnvoyFilter'],
  'waypoint-infrastructure': ['NamespaceWaypoint'],
  'waypoint-jwt': ['Enrollment', 'NamespaceWaypoint', 'WaypointAuthorization', 'WaypointJwt', 'ZtunnelAuthorization'],
  'waypoint-lua': ['NamespaceWaypoint', 'WaypointLua'],
  'waypoint-telemetry': ['NamespaceWaypoint', 'WaypointTelemetry'],
  'waypoint-wasm': ['NamespaceWaypoint', 'WaypointWasm'],
  'workload-waypoint': ['WorkloadWaypoint'],
  'ztunnel-authorization': ['ZtunnelAuthorization'],
};

/** What is about waypoints and no construct declares, nor labels. */
function rawIn({ plan: { items, relevance }, objects }: ReturnType<typeof imported>): string[] {
  const declared = new Set(items.flatMap((item) => item.construct === undefined ? [] : [...item.objects, ...item.labels]));
  return objects.filter((object) => relevance.concernsWaypoints(object) && !declared.has(object.key)).map(({ key }) => key);
}

test('what the examples of constructs declare comes back as constructs, or as it was', () => {
  const all = names.map((name) => ({ name, ...imported(synthesize(name)) }));
  const programs = Object.fromEntries(all.map(({ name, program }) => [name, printProgram(program)]));
  expect(compile(programs)).toEqual([]);
  for (const { name, objects, lost } of all) {
    expect({ name, lost }).toEqual({ name, lost: [] });
    expect(canonicalByKey(runProgram(programs[name]))).toEqual(canonicalByKey(objects));
  }
  for (const [name, constructs] of Object.entries(COMES_BACK)) {
    const one = all.find((example) => example.name === name)!;
    const found = [...new Set(one.plan.items.flatMap(({ construct }) => construct ?? []))].sort();
    expect({ name, found, raw: rawIn(one) }).toEqual({ name, found: constructs, raw: [] });
  }
}, 120_000);

const {
  AllowedNamespaces, Backend, EastWestGateway, HttpFilter, HttpMethod, HttpPathMatch, HttpPathRewrite, HttpRoute, HttpValueMatch, IstioWaypoint, NamespaceWaypoint,
  ObjectRef, Operation, PolicyAction, PolicyTarget, Principal, RouteParent, Scaling, Source, TrafficType, WaypointAuthorization,
} = waypoints;

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const value = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text && text !== '');
const labels = fc.dictionary(word, fc.stringMatching(/^[a-z0-9]{1,10}$/), { maxKeys: 3, noNullPrototype: true });
const pathText = fc.stringMatching(/^\/[a-z0-9-]{0,10}$/);

const waypointProps = fc.record({
  waypointName: word,
  trafficType: fc.constantFrom(...Object.values(TrafficType)),
  labels,
  annotations: fc.dictionary(word, fc.string({ maxLength: 20 }), { maxKeys: 2, noNullPrototype: true }),
  infrastructureLabels: labels,
  infrastructureDefaults: fc.boolean(),
  revision: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
  serviceAccountName: word,
  allowedNamespaces: fc.oneof(
    fc.constant(AllowedNamespaces.all()),
    fc.uniqueArray(word, { minLength: 1, maxLength: 3 }).map((all) => AllowedNamespaces.named('shop', ...all)),
    labels.filter((map) => Object.keys(map).length > 0).map((map) => AllowedNamespaces.labelled(map)),
  ),
}, { requiredKeys: [] });
const scaled = fc.constantFrom({}, { scaling: Scaling.between(2, 4) }, { scaling: Scaling.between(2, 2, { memoryUtilization: 50 }), disruption: { maxUnavailablePercent: 50 } });

const backends = fc.uniqueArray(word, { minLength: 1, maxLength: 3 }).chain((all) => fc.tuple(...all.map((name) => fc.integer({ min: 1, max: 100 })
  .map((weight) => Backend.service(ObjectRef.service(name), { port: 80, weight })))));
const rules = fc.array(fc.record({
  backends,
  matches: fc.array(fc.record({
    path: fc.oneof(pathText.map((text) => HttpPathMatch.prefix(text)), pathText.map((text) => HttpPathMatch.exact(text))),
    method: fc.constantFrom(...Object.values(HttpMethod)),
    headers: fc.uniqueArray(word, { minLength: 1, maxLength: 2 }).map((all) => all.map((name) => HttpValueMatch.exact(name, 'x'))),
  }, { requiredKeys: [] }), { minLength: 1, maxLength: 2 }),
  filters: fc.subarray([HttpFilter.requestHeaders({ set: { a: '1' }, remove: ['b'] }), HttpFilter.rewrite({ path: HttpPathRewrite.fullPath('/x') })], { minLength: 1 }),
  timeouts: fc.integer({ min: 1, max: 7_200_000 }).map((milliseconds) => ({ request: cdk8s.Duration.millis(milliseconds) })),
  retry: fc.record({ attempts: fc.integer({ min: 0, max: 5 }), codes: fc.constant<number[]>([503]) }, { requiredKeys: [] }),
}, { requiredKeys: ['backends'] }), { minLength: 1, maxLength: 3 });
const policyRules = fc.array(fc.record({
  sources: fc.uniqueArray(fc.oneof(
    word.map((name) => Source.namespaces(name)),
    word.map((name) => Source.principals(Principal.serviceAccount(ObjectRef.serviceAccount(name)), Principal.any())),
  ), { minLength: 1, maxLength: 2 }),
  operations: fc.constantFrom<waypoints.Operation[]>([Operation.methods('GET')], [Operation.of({ paths: ['/a', '/b*'], notPorts: [8080] })]),
}, { requiredKeys: [] }), { minLength: 1, maxLength: 3 });

test('what constructs declare is declared by constructs again', () => {
  fc.assert(fc.property(waypointProps, scaled, rules, policyRules, labels, fc.boolean(), (plainProps, scaling, routeRules, authorizationRules, extra, enrolls) => {
    const props = { ...plainProps, ...scaling };
    const app = Testing.app();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const waypoint = enrolls ? new NamespaceWaypoint(chart, 'waypoint', props) : new IstioWaypoint(chart, 'waypoint', props);
    new HttpRoute(chart, 'route', { parents: [RouteParent.service(ObjectRef.service('cart'))], rules: routeRules });
    const policy = new WaypointAuthorization(chart, 'policy', { targets: [PolicyTarget.waypoint(waypoint)], action: PolicyAction.DENY, rules: authorizationRules });
    for (const [key, text] of Object.entries(extra)) cdk8s.ApiObject.of(policy).metadata.addLabel(key, text);
    const { plan, lost, objects, program } = imported(app);
    expect(lost).toEqual([]);
    expect(plan.items.filter(({ construct }) => construct === undefined).map(({ objects: [key], reason }) => `${key}: ${reason}`)).toEqual([]);
    expect(canonicalByKey(runProgram(printProgram(program)))).toEqual(canonicalByKey(objects));
  }), { numRuns: 60, seed: 9 });
}, 120_000);

test('a gateway between networks is declared by its construct again, whatever is generated for it', () => {
  const props = fc.record({
    gatewayName: word, revision: word, infrastructureLabels: labels, infrastructureAnnotations: labels, infrastructureDefaults: fc.boolean(),
  }, { requiredKeys: [] });
  fc.assert(fc.property(props, word, (given, network) => {
    const chart = new Chart(Testing.app(), 'mesh', { namespace: 'istio-system' });
    new EastWestGateway(chart, 'east-west', { network, ...given });
    const { plan, lost, objects, program } = imported(chart.node.root as cdk8s.App);
    expect(lost).toEqual([]);
    expect(plan.items.map(({ construct }) => construct)).toContain('EastWestGateway');
    expect(canonicalByKey(runProgram(printProgram(program)))).toEqual(canonicalByKey(objects));
  }), { numRuns: 60, seed: 9 });
}, 60_000);

test('text of labels, headers and paths survives whatever it is', () => {
  fc.assert(fc.property(value, (text) => {
    const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
    const waypoint = new IstioWaypoint(chart, 'waypoint', { annotations: { note: text } });
    new WaypointAuthorization(chart, 'policy', { targets: [PolicyTarget.waypoint(waypoint)], rules: [{ operations: [Operation.of({ hosts: [text] })] }] });
    const { objects, program } = imported(chart.node.root as cdk8s.App);
    expect(canonicalByKey(runProgram(printProgram(program)))).toEqual(canonicalByKey(objects));
  }), { numRuns: 100, seed: 9 });
});
