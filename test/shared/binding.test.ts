import * as fs from 'node:fs';
import * as path from 'node:path';
import { allowedRoutesOf } from '../../src/binding/allowed-routes';
import { bind } from '../../src/binding/bind';
import type { Binding } from '../../src/binding/binding';
import { BindingReason, waypointOfBinding } from '../../src/binding/binding';
import { canaryClaimOf } from '../../src/binding/canary';
import { conditionsOf, WAYPOINT_BOUND } from '../../src/binding/conditions';
import { inboundBindingOf } from '../../src/binding/inbound-binding';
import { ingressUseOf } from '../../src/binding/ingress';
import { visibilityOf } from '../../src/binding/visibility';
import { GATEWAY, GATEWAY_CLASS } from '../../src/mesh/kinds/gateway-api';
import { loadFiles } from '../../src/mesh/load';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { GatewayStatus } from '../../src/mesh/settings';
import { SourceFile } from '../../src/mesh/source-file';
import { subjectsOf } from '../../src/registry/subject';

const SHARED = path.resolve(__dirname, '../../../shared');
const FOLDER = path.join(SHARED, 'vectors/binding');
const NUMBERS = fs.existsSync(FOLDER)
  ? fs.readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, 3))
  : ['none'];

type Answer = Record<string, unknown>;
interface Expectation extends Record<string, unknown> {
  context: { domainSuffix: string; rootNamespace: string; meshConfig?: unknown };
  services?: Record<string, Answer>;
  serviceEntries?: Record<string, Answer>;
  workloads?: Record<string, Answer>;
  waypoints?: Record<string, { allowedRoutes?: { from: string } }>;
  servicesForWaypoint?: Record<string, string[]>;
  workloadsForWaypoint?: Record<string, string[]>;
}

(fs.existsSync(SHARED) ? describe : describe.skip)("cases of Istio's own tests", () => {
  const scored = new Map<string, number>();

  test.each(NUMBERS)('%s', (number) => {
    const expected = JSON.parse(fs.readFileSync(path.join(FOLDER, `${number}.expect.json`), 'utf8')) as Expectation;
    const mesh = load(number, expected);
    const bindings = subjectsOf(mesh).map((subject) => bind(mesh, subject));
    const answers = new Map(bindings.map((binding) => [keyOf(binding), answerOf(mesh, binding)]));
    for (const [key, keys] of wantedAnswers(expected)) score(key, keys, answers.get(key) ?? {});
    for (const [name, subjects] of Object.entries({ ...expected.servicesForWaypoint, ...expected.workloadsForWaypoint })) {
      const served = bindings.filter((binding) => nameOf(waypointOfBinding(binding)) === name)
        .map((binding) => keyOf(binding).replace(/^Service\//, ''));
      expect(served.sort()).toEqual([...subjects].sort());
      count('…ForWaypoint');
    }
    for (const [name, { allowedRoutes }] of Object.entries(expected.waypoints ?? {})) {
      if (!allowedRoutes) continue;
      expect(allowedFrom(mesh, name)).toBe(allowedRoutes.from);
      count('allowedRoutes');
    }
  });

  afterAll(() => {
    expect([...scored.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThan(90);
  });

  function score(key: string, expected: Answer, actual: Answer): void {
    for (const [name, value] of Object.entries(expected)) {
      if (name.endsWith('_unasserted') || NOT_OF_BINDING.has(name)) continue;
      expect({ key, name, value: actual[name] }).toEqual({ key, name, value });
      count(name);
    }
  }

  function count(name: string): void {
    scored.set(name, (scored.get(name) ?? 0) + 1);
  }
});

function wantedAnswers({ services = {}, serviceEntries = {}, workloads = {} }: Expectation): [string, Answer][] {
  return [
    ...Object.entries(services).map(([name, answer]): [string, Answer] => [`Service/${name}`, answer]),
    ...Object.entries(serviceEntries).map(([name, answer]): [string, Answer] => [`ServiceEntry/${name}`, answer]),
    ...Object.entries(workloads),
  ];
}

/** What is asked of routing and authorization. */
const NOT_OF_BINDING = new Set(['servedByWaypoint', 'hosts', 'authorizationPolicies']);

function load(number: string, { context }: Expectation): MeshObjects {
  const metadata = { name: 'istio', namespace: context.rootNamespace };
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { mesh: JSON.stringify(context.meshConfig ?? {}) } };
  const files = [
    new SourceFile('mesh.yaml', fs.readFileSync(path.join(FOLDER, `${number}.yaml`), 'utf8')),
    new SourceFile('config.json', JSON.stringify(config)),
  ];
  const { mesh, problems } = loadFiles(files, {
    istioVersion: '1.32',
    gatewayStatus: GatewayStatus.OBSERVED,
    rootNamespace: context.rootNamespace,
    clusterDomain: context.domainSuffix,
  });
  expect(problems).toEqual([]);
  return mesh;
}

function keyOf({ subject: { manifest: { kind, namespace, name }, endpoint } }: Binding): string {
  return `${kind}/${namespace}/${name}${endpoint === null ? '' : `/${endpoint}`}`;
}

function nameOf(waypoint: { namespace: string; name: string } | undefined): string | null {
  return waypoint ? `${waypoint.namespace}/${waypoint.name}` : null;
}

function answerOf(mesh: MeshObjects, binding: Binding): Answer {
  const { subject, reason, message } = binding;
  const { namespace } = subject.manifest;
  const condition = conditionsOf(mesh, binding).find(({ type }) => type === WAYPOINT_BOUND);
  const ownClaim = canaryClaimOf(mesh, subject, !subject.labels.some(({ labels }) => 'istio.io/use-waypoint' in labels));
  return {
    ...boundAnswer(binding),
    reason,
    message,
    condition: condition ? { ...condition, status: condition.status === 'True' } : null,
    ingressLabelPresent: ingressUseOf(mesh, subject) !== undefined,
    canaryRef: ownClaim ? nameOf(ownClaim.name) : null,
    canaryWeight: ownClaim?.weight ?? 0,
    canaryWeightValid: ownClaim?.weight !== null,
    visibility: visibilityOf(mesh, namespace),
    dropped: reason === BindingReason.NOT_IN_AMBIENT,
    isWaypointInstanceOf: reason === BindingReason.OWN_WAYPOINT ? nameOf(binding.instanceOf) : null,
    applicationTunnel: reason === BindingReason.OWN_WAYPOINT ? binding.instanceOf?.inboundBinding : undefined,
  };
}

function boundAnswer(binding: Binding): Answer {
  if (binding.reason !== BindingReason.ACCEPTED) return { waypoint: null, ingressUseWaypoint: false, weightedWaypoints: null };
  const { waypoint, ingress, canary } = binding;
  const weightedWaypoints = canary?.reason !== 'WaypointAccepted' ? null : [
    { waypoint: nameOf(waypoint), weight: 100 - canary.weight! },
    { waypoint: nameOf(canary.waypoint), weight: canary.weight },
  ];
  return {
    waypoint: nameOf(waypoint),
    ingressUseWaypoint: ingress?.useWaypoint ?? false,
    weightedWaypoints,
    weightedWaypointCount: weightedWaypoints?.length ?? 0,
  };
}

function allowedFrom(mesh: MeshObjects, waypoint: string): string {
  const [namespace, name] = waypoint.split('/');
  const gateway = mesh.find(GATEWAY, namespace, name)!;
  const gatewayClass = mesh.find(GATEWAY_CLASS, '', gateway.body.spec?.gatewayClassName ?? '');
  return allowedRoutesOf(mesh, gateway, inboundBindingOf(gateway, gatewayClass)).namespacesFrom;
}
