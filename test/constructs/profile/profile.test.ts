import * as fs from 'node:fs';
import * as path from 'node:path';
import { Chart, Testing } from 'cdk8s';
import { load } from 'js-yaml';
import type { ReplaceableWaypointProps } from '../../../src';
import {
  CanaryStep, Istio, NamespaceWaypoint, ObjectRef, Profile, SandwichClass, SandwichWaypoint, Scaling, WorkloadWaypoint,
} from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import type { Manifest } from '../synth';
import { only, synth } from '../synth';

const PROFILES = { development: Profile.development(), production: Profile.production(), edge: Profile.edge() };

function profiled(profile: Profile, props: ReplaceableWaypointProps = {}, version?: string): Manifest[] {
  return synth((chart) => {
    if (version) Istio.version(chart, version);
    Profile.use(chart, profile);
    new NamespaceWaypoint(chart, 'waypoint', props);
  });
}

const kinds = (manifests: readonly Manifest[]) => manifests.map(({ kind }) => kind).sort();
const deploymentOf = (manifests: readonly Manifest[]): any => load(only(manifests, 'ConfigMap').data.deployment);

describe('docs/profiles.md', () => {
  /** Each value that comes out, by the place where it lands. */
  function values(profile: Profile): Record<string, unknown> {
    const manifests = profiled(profile);
    const found: Record<string, unknown> = {};
    const collect = (place: string, value: unknown): void => {
      if (typeof value !== 'object' || value === null) found[place] = value;
      else for (const [key, child] of Object.entries(value)) collect(Array.isArray(value) ? `${place}[${key}]` : `${place}.${key}`, child);
    };
    for (const { kind, spec, data } of manifests) {
      if (kind === 'ConfigMap') collect('Deployment', load(data.deployment));
      if (['HorizontalPodAutoscaler', 'PodDisruptionBudget'].includes(kind)) collect(`${kind}.spec`, spec);
    }
    return Object.fromEntries(Object.entries(found).filter(([place]) => !/scaleTargetRef|elector|\.name$|\.type$/.test(place)));
  }

  test('has every default', () => {
    const columns = Object.values(PROFILES).map(values);
    const places = [...new Set(columns.flatMap((column) => Object.keys(column)))].sort();
    const row = (cells: unknown[]) => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
    const table = [
      row(['field', ...Object.keys(PROFILES)]),
      '|---|---|---|---|',
      ...places.map((place) => row([`\`${place}\``, ...columns.map((column) => column[place])])),
    ].join('\n');
    expect(fs.readFileSync(path.join(__dirname, '../../../docs/profiles.md'), 'utf8')).toContain(table);
  });
});

test('without a profile nothing changes', () => {
  expect(profiled(Profile.of({}))).toEqual(synth((chart) => new NamespaceWaypoint(chart, 'waypoint')));
});

test.each(Object.entries(PROFILES))('%s', (_, profile) => {
  expect(profiled(profile)).toMatchSnapshot();
});

test('a profile can be changed in part', () => {
  const manifests = profiled(Profile.production({ scaling: Scaling.between(3, 5), infrastructure: { priorityClassName: 'high' }, revision: 'stable' }));
  expect(only(manifests, 'HorizontalPodAutoscaler').spec).toMatchObject({ minReplicas: 3, maxReplicas: 5 });
  expect(deploymentOf(manifests).spec.template.spec).toMatchObject({ priorityClassName: 'high', terminationGracePeriodSeconds: 60 });
  expect(only(manifests, 'Gateway').metadata.labels).toMatchObject({ 'istio.io/rev': 'stable' });
});

describe('what a waypoint says itself counts', () => {
  test.each<[string, Profile, ReplaceableWaypointProps, string[]]>([
    ['its own bounds', PROFILES.production, { scaling: Scaling.between(4, 8) }, ['ConfigMap', 'Gateway', 'HorizontalPodAutoscaler', 'Namespace', 'PodDisruptionBudget']],
    ['a fixed number of replicas', PROFILES.production, { infrastructure: { replicas: 3 } }, ['ConfigMap', 'Gateway', 'Namespace', 'PodDisruptionBudget']],
    ['an autoscaler of istiod', PROFILES.production, { infrastructure: { overlays: { horizontalPodAutoscaler: { spec: { maxReplicas: 3 } } } } }, ['ConfigMap', 'Gateway', 'Namespace', 'PodDisruptionBudget']],
    ['a budget of istiod', PROFILES.production, { infrastructure: { overlays: { podDisruptionBudget: { spec: { minAvailable: 1 } } } } }, ['ConfigMap', 'Gateway', 'HorizontalPodAutoscaler', 'Namespace']],
    ['an autoscaler where the profile fixes the replicas', PROFILES.edge, { scaling: Scaling.between(1, 2) }, ['ConfigMap', 'Gateway', 'HorizontalPodAutoscaler', 'Namespace']],
    ['nothing from the profile', PROFILES.production, { ignoreProfile: true }, ['Gateway', 'Namespace']],
  ])('%s', (_, profile, props, expected) => {
    expect(kinds(profiled(profile, props))).toEqual(expected);
  });

  test('field by field, and what is undefined says nothing', () => {
    const { spec } = deploymentOf(profiled(PROFILES.production, { infrastructure: { terminationGracePeriodSeconds: 90, resources: undefined } })).spec.template;
    expect([spec.terminationGracePeriodSeconds, spec.containers[0].resources.requests.cpu]).toEqual([90, '250m']);
  });
});

test('a canary and a waypoint for workloads have the profile too', () => {
  const manifests = synth((chart) => {
    Profile.use(chart, PROFILES.production);
    new NamespaceWaypoint(chart, 'waypoint', { canary: { step: CanaryStep.deployed() } });
    new WorkloadWaypoint(chart, 'workloads', { waypointName: 'workloads', workloads: [ObjectRef.workloadEntry('vm')] });
  });
  expect(manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(({ metadata }) => metadata.name).sort()).toEqual(['waypoint-canary-hpa', 'waypoint-hpa', 'workloads-hpa']);
});

test('a waypoint of another class has nothing of it', () => {
  const declare = (profile?: Profile) => synth((chart) => {
    if (profile) Profile.use(chart, profile);
    new SandwichWaypoint(chart, 'waypoint', { gatewayClass: SandwichClass.kgateway(), services: [{ service: ObjectRef.service('cart'), ports: [80] }] });
  });
  expect(declare(PROFILES.production)).toEqual(declare());
});

test.each(ISTIO_VERSIONS)('with Istio %s', (version) => {
  const expected = ['1.24', '1.25'].includes(version) ? [] : ['ConfigMap'];
  expect(kinds(profiled(PROFILES.production, {}, version))).toEqual([...expected, 'Gateway', 'HorizontalPodAutoscaler', 'Namespace', 'PodDisruptionBudget']);
});

describe('bad input', () => {
  test.each<[string, (chart: Chart) => unknown, string]>([
    ['a profile after a waypoint', (chart) => [new NamespaceWaypoint(chart, 'w'), Profile.use(chart, PROFILES.edge)],
      '[test] the profile comes too late, waypoints were made without: call Profile.use once, before all waypoints'],
    ['two profiles', (chart) => [Profile.use(chart, PROFILES.edge), Profile.use(chart.node.root, PROFILES.production)],
      'the profile comes too late, the app has another one: call Profile.use once'],
    ['bounds that are none', (chart) => [Profile.use(chart, Profile.of({ scaling: Scaling.between(3, 2) })), new NamespaceWaypoint(chart, 'w')],
      '[test/w/autoscaler] minReplicas (3) is more than maxReplicas (2)'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });

  test('the same profile twice is fine', () => {
    const chart = new Chart(Testing.app(), 'test');
    Profile.use(chart, PROFILES.edge);
    expect(() => Profile.use(chart, PROFILES.edge)).not.toThrow();
  });
});
