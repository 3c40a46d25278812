import type { App } from 'cdk8s';
import { ArgoCd } from './argo-cd';
import { Flux } from './flux';
import { Kubectl } from './kubectl';
import type { Files, Step } from './step';
import { inOrder, keyOf } from './step';
import { written } from './written';
import { Delivery, ObjectOwner } from '../../../src';
import { bind } from '../../../src/binding/bind';
import { lint } from '../../../src/lint/lint';
import { loadValues } from '../../../src/mesh/load';
import type { MeshObjects } from '../../../src/mesh/mesh-objects';
import { subjectsOf } from '../../../src/registry/subject';
import { Severity } from '../../../src/rules/rule';
import { explain } from '../../../src/traffic/explain';
import { outcomeOf } from '../../../src/traffic/outcome';
import { questionOf } from '../../../src/traffic/question';
import type { RequestForm } from '../../../src/traffic/request-form';

const owners = [{ owner: ObjectOwner.HELM_CLI }];

/** A tool that delivers, as the output names it, and a model of it. */
export interface Deliverer {
  readonly delivery: Delivery;
  readonly newTool: () => { roll(files: Files): Step[] };
}

export const FLUX: Deliverer = { delivery: Delivery.flux({ artifactUrl: 'oci://registry.example.com/mesh', owners }), newTool: () => new Flux() };
export const ARGO_CD: Deliverer = {
  delivery: Delivery.argoCd({ repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist', owners }),
  newTool: () => new ArgoCd('dist'),
};

export const KUBECTL: Deliverer = { delivery: Delivery.kubectl({ owners }), newTool: () => new Kubectl() };

let addresses = 0;

/** What the owners have in the cluster: two namespaces with two Services each, pods for one that they have not, and clients. */
const FOREIGN = [
  ...['shop', 'pay'].flatMap((namespace) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { team: namespace } } },
    ...['cart', 'web'].flatMap((name) => [service(namespace, name), pod(namespace, name)]),
  ]),
  ...['shop', 'pay'].map((namespace) => pod(namespace, 'own')),
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

/** A pod that runs. */
export function pod(namespace: string, name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: { containers: [{ name: 'app' }] },
    status: { podIP: `10.1.0.${++addresses}`, phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** What becomes of requests, by their names. */
export type Verdicts = Readonly<Record<string, string>>;

/** What a mesh is at one moment: the waypoints of Services and Pods, what becomes of requests, and the mistakes in it. */
export interface Moment {
  readonly bindings: Record<string, string>;
  readonly verdicts: Verdicts;
  readonly errors: readonly string[];
}

/** A cluster to which a tool applies commits; label patches stay. */
export class Cluster {
  private readonly objects: Map<string, any>;
  private readonly labelled = new Map<string, string[]>();
  private readonly tool: ReturnType<Deliverer['newTool']>;

  /**
   * @param requests what to ask at each moment, by name
   * @param more what the owners have besides
   */
  constructor(private readonly deliverer: Deliverer, private readonly requests: Record<string, RequestForm> = {}, more: readonly any[] = []) {
    this.tool = deliverer.newTool();
    this.objects = new Map([...FOREIGN, ...more].map((object) => [keyOf(object), object]));
  }

  /** Applies a commit and tells of each moment on the way: after each step of the tool. */
  public roll(declare: (app: App) => void): Moment[] {
    return this.play(written(this.deliverer.delivery, declare), () => this.look());
  }

  /** Applies an output and tells what becomes of the requests at each moment on the way at which something has changed. */
  public answers(files: Files): Verdicts[] {
    return this.play(files, (isChanged) => (isChanged ? [this.verdicts()] : [])).flat();
  }

  /** Applies an output. */
  public apply(files: Files): void {
    this.play(files, () => undefined);
  }

  /** What becomes of the requests now. */
  public verdicts(): Verdicts {
    return this.verdictsIn(this.mesh());
  }

  /** What the mesh is now. */
  public look(): Moment {
    const mesh = this.mesh();
    return {
      bindings: bindingsIn(mesh),
      verdicts: this.verdictsIn(mesh),
      errors: lint(mesh).findings.filter(({ severity }) => severity === Severity.ERROR)
        .map(({ rule, subject, message }) => `${rule.id}: ${subject.kind} ${subject.namespace}/${subject.name} ${message}`),
    };
  }

  /** Takes the steps of the tool for an output and asks after each. */
  private play<T>(files: Files, ask: (isChanged: boolean) => T): T[] {
    return this.tool.roll(files).flatMap(inOrder).map(({ objects, removed }) => {
      for (const manifest of objects) this.put(manifest);
      for (const manifest of removed) this.objects.delete(keyOf(manifest));
      return ask(objects.length + removed.length > 0);
    });
  }

  private mesh(): MeshObjects {
    const { mesh, problems } = loadValues([...this.objects.values()], { revisions: ['default', '1-31'] });
    expect(problems).toEqual([]);
    return mesh;
  }

  private verdictsIn(mesh: MeshObjects): Verdicts {
    return Object.fromEntries(Object.entries(this.requests).map(([name, form]) => [name, verdictOf(mesh, form)]));
  }

  private put(manifest: any): void {
    const key = keyOf(manifest);
    const live = this.objects.get(key) ?? { metadata: {} };
    const labels = { ...live.metadata.labels };
    for (const label of this.labelled.get(key) ?? []) delete labels[label];
    this.labelled.set(key, Object.keys(manifest.metadata.labels ?? {}));
    const metadata = { ...live.metadata, ...manifest.metadata, labels: { ...labels, ...manifest.metadata.labels } };
    this.objects.set(key, { ...live, ...manifest, metadata });
  }
}

/** The waypoint of each Service and Pod with the canary beside it, or why it has none. */
function bindingsIn(mesh: MeshObjects): Record<string, string> {
  return Object.fromEntries(subjectsOf(mesh).map((subject) => {
    const binding = bind(mesh, subject);
    const name = `${subject.traffic === 'service' ? '' : 'Pod '}${nameOf(subject.manifest)}`;
    if (!('waypoint' in binding)) return [name, binding.reason];
    const { canary } = binding;
    return [name, canary ? `${binding.waypoint.name}, ${canary.name.name} ${canary.weight} %` : binding.waypoint.name];
  }));
}

function verdictOf(mesh: MeshObjects, form: RequestForm): string {
  const { value, problem } = questionOf(mesh, form, true);
  return value ? outcomeOf(explain(mesh, value)).verdict : problem;
}

function nameOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}
