import type { App } from 'cdk8s';
import * as yaml from 'js-yaml';
import { written } from './written';
import { Delivery, ObjectOwner } from '../../../src';
import { bind } from '../../../src/binding/bind';
import { subjectsOf } from '../../../src/binding/subject';
import { STAGES } from '../../../src/constructs/delivery/stage';
import { lint } from '../../../src/lint/lint';
import { loadValues } from '../../../src/mesh/load';
import type { MeshObjects } from '../../../src/mesh/mesh-objects';
import { Severity } from '../../../src/rules/rule';
import { explain } from '../../../src/traffic/explain';
import { outcomeOf } from '../../../src/traffic/outcome';
import { questionOf } from '../../../src/traffic/question';
import type { RequestForm } from '../../../src/traffic/request-form';

const DELIVERY = Delivery.flux({ artifactUrl: 'oci://registry.example.com/mesh', owners: [{ owner: ObjectOwner.HELM_CLI }] });

let addresses = 0;

/** What the owners have in the cluster: two namespaces with two Services each, pods for one that they have not, and clients. */
const FOREIGN = [
  ...['shop', 'pay'].flatMap((namespace) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { team: namespace } } },
    ...['cart', 'web'].flatMap((name) => [service(namespace, name), pod(namespace, name)]),
  ]),
  pod('shop', 'own'),
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'clients', labels: { 'istio.io/dataplane-mode': 'ambient' } } },
];

/** A Service with a port for HTTP. */
export function service(namespace: string, name: string, labels: Record<string, string> = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { clusterIP: `10.0.0.${++addresses}`, selector: { app: name }, ports: [{ name: 'http', port: 80 }] },
  };
}

function pod(namespace: string, name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: { containers: [{ name: 'app' }] },
    status: { podIP: `10.1.0.${++addresses}`, phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

type Stages = readonly (readonly any[])[];

/** The manifests of each stage of an app, delivered by Flux over objects of others. */
export function stagesOf(declare: (app: App) => void): Stages {
  const files = written(DELIVERY, declare);
  return STAGES.map((stage) => Object.entries(files).filter(([file]) => file.startsWith(`${stage}/`) && file.endsWith('.k8s.yaml')).flatMap(([, text]) => yaml.loadAll(text)));
}

/** What a mesh is at one moment: the waypoints of Services, what becomes of requests, and the mistakes in it. */
export interface Moment {
  readonly bindings: Record<string, string>;
  readonly verdicts: Record<string, string>;
  readonly errors: readonly string[];
}

/** A cluster to which commits are applied as Flux does: stage after stage, each applied and then pruned; label patches stay. */
export class Cluster {
  private readonly objects = new Map<string, any>(FOREIGN.map((object) => [keyOf(object), object]));
  private readonly labelled = new Map<string, string[]>();
  private applied: Stages = [];

  /** @param requests what to ask at each moment, by name */
  constructor(private readonly requests: Record<string, RequestForm> = {}) {}

  /** Applies a commit and tells of each moment on the way: after each stage is applied, and after it is pruned. */
  public roll(declare: (app: App) => void): Moment[] {
    const next = stagesOf(declare);
    const moments = next.flatMap((manifests, stage) => {
      for (const manifest of manifests) this.apply(manifest);
      const between = this.look();
      this.prune(stage, new Set(manifests.map(keyOf)));
      return [between, this.look()];
    });
    this.applied = next;
    return moments;
  }

  /** What the mesh is now. */
  public look(): Moment {
    const { mesh, problems } = loadValues([...this.objects.values()], { revisions: ['default', '1-31'] });
    expect(problems).toEqual([]);
    return {
      bindings: bindingsIn(mesh),
      verdicts: Object.fromEntries(Object.entries(this.requests).map(([name, form]) => [name, verdictOf(mesh, form)])),
      errors: lint(mesh).findings.filter(({ severity }) => severity === Severity.ERROR)
        .map(({ rule, subject, message }) => `${rule.id}: ${subject.kind} ${subject.namespace}/${subject.name} ${message}`),
    };
  }

  private apply(manifest: any): void {
    const key = keyOf(manifest);
    const live = this.objects.get(key) ?? { metadata: {} };
    const labels = { ...live.metadata.labels };
    for (const label of this.labelled.get(key) ?? []) delete labels[label];
    this.labelled.set(key, Object.keys(manifest.metadata.labels ?? {}));
    const metadata = { ...live.metadata, ...manifest.metadata, labels: { ...labels, ...manifest.metadata.labels } };
    this.objects.set(key, { ...live, ...manifest, metadata });
  }

  /** Objects that are not of the app are marked so that nothing prunes them. */
  private prune(stage: number, kept: ReadonlySet<string>): void {
    for (const { metadata, ...rest } of this.applied[stage] ?? []) {
      const key = keyOf({ metadata, ...rest });
      if (!kept.has(key) && metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'] !== 'disabled') this.objects.delete(key);
    }
  }
}

/** The waypoint of each Service with the canary beside it, or why it has none. */
function bindingsIn(mesh: MeshObjects): Record<string, string> {
  return Object.fromEntries(subjectsOf(mesh).filter(({ traffic }) => traffic === 'service').map((subject) => {
    const binding = bind(mesh, subject);
    if (!('waypoint' in binding)) return [nameOf(subject.manifest), binding.reason];
    const { canary } = binding;
    return [nameOf(subject.manifest), canary ? `${binding.waypoint.name}, ${canary.name.name} ${canary.weight} %` : binding.waypoint.name];
  }));
}

function verdictOf(mesh: MeshObjects, form: RequestForm): string {
  const { value, problem } = questionOf(mesh, form, true);
  return value ? outcomeOf(explain(mesh, value)).verdict : problem;
}

function nameOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

function keyOf({ kind, metadata }: any): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}
