import { NotCovered } from './item';
import type { Relevance } from './relevance';
import type { SourceObject } from './source-object';
import { groupBy } from '../mesh/group-by';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { ObjectRef } from '../mesh/object-ref';
import { refKey } from '../mesh/object-ref';
import { chartOf } from '../program/app-program';
import type { Declared, Expression } from '../program/expression';
import { callOurs, plain, struct } from '../program/expression';

/** The chart of what lives in no namespace. */
const CLUSTER = 'cluster';

/** How `ObjectRef` refers to an object by its name. */
const REFERENCES: Readonly<Record<string, string | undefined>> = {
  '/Namespace': 'namespace',
  '/Service': 'service',
  '/Pod': 'pod',
  '/ServiceAccount': 'serviceAccount',
  'apps/DaemonSet': 'daemonSet',
  'apps/Deployment': 'deployment',
  'apps/StatefulSet': 'statefulSet',
  'batch/CronJob': 'cronJob',
  'batch/Job': 'job',
  'networking.istio.io/ServiceEntry': 'serviceEntry',
  'networking.istio.io/WorkloadEntry': 'workloadEntry',
};

/** A waypoint that constructs can be given. */
export interface WaypointHandle {
  readonly waypoint: Declared;
  /** The identity of its pods, as policies name it. */
  readonly principal: string;
  readonly deploymentName: string;
}

/** The names of a waypoint. */
export interface WaypointNames {
  readonly namespace: string;
  readonly name: string;
  /** Its ServiceAccount, if that has another name. */
  readonly account?: string;
}

/** Where in a program an object is: what it names is declared, or referred to, in the chart of its namespace. */
export interface ProgramPlace {
  readonly scope: Scope;
  readonly namespace: string;
}

/** The names of a program, and what they stand for: its charts, the objects in them, and the waypoints. */
export class Scope {
  readonly #charts = new Map<string, Declared>();
  readonly #ids = new Map<string, Set<string>>();
  readonly #references = new Map<string, Declared>();
  readonly #classes = new Map<string, Declared>();
  readonly #identities = new Map<string, WaypointHandle>();
  readonly #waypoints = new Map<string, WaypointHandle>();
  readonly #entries: ReadonlyMap<string, readonly SourceObject[]>;
  readonly #app: Declared;

  /**
   * @param app the statement that makes it
   * @param handles the objects that the program declares as they are, and can refer to, by key
   * @param relevance which Gateways are waypoints
   * @param objects all objects of the files
   */
  constructor(
    app: Declared, private readonly handles: ReadonlyMap<string, Declared>, private readonly relevance: Relevance,
    objects: readonly SourceObject[],
  ) {
    this.#app = app;
    const entries = objects.filter(({ group, kind }) => group === SERVICE_ENTRY.group && kind === SERVICE_ENTRY.kind);
    this.#entries = groupBy(entries, ({ body }) => body.spec?.hosts ?? []);
  }

  /** The ServiceEntries of the files that have a host. */
  public entriesWithHost(host: string): readonly SourceObject[] {
    return this.#entries.get(host) ?? [];
  }

  /** The chart of a namespace, `''` for what lives in none. */
  public chart(namespace: string): Declared {
    let chart = this.#charts.get(namespace);
    if (!chart) this.#charts.set(namespace, chart = this.declareChart(namespace));
    return chart;
  }

  /** An id that no other construct of a chart has: one of the choices, or the last with a number. */
  public id(namespace: string, ...choices: string[]): string {
    const taken = this.#ids.get(namespace) ?? new Set<string>();
    this.#ids.set(namespace, taken);
    const last = choices[choices.length - 1];
    let id = choices.find((choice) => !taken.has(choice));
    for (let number = 2; id === undefined; number++) if (!taken.has(`${last}-${number}`)) id = `${last}-${number}`;
    taken.add(id);
    return id;
  }

  /** An object as an argument: the one that the program declares, or else its name. */
  public ref(object: ObjectRef, chart: string): Expression {
    const objectKey = refKey(object);
    const handle = this.handles.get(objectKey);
    if (handle && object.kind !== 'Namespace') return callOurs('ObjectRef', 'of', handle);
    const key = `${chart}/${objectKey}`;
    let reference = this.#references.get(key);
    if (!reference) this.#references.set(key, reference = this.refByName(object, chart));
    return reference;
  }

  /** Makes a waypoint known, so that others are given the construct. */
  public declareWaypoint(namespace: string, name: string, handle: WaypointHandle): void {
    this.#waypoints.set(`${namespace}/${name}`, handle);
    this.#identities.set(handle.principal, handle);
  }

  /**
   * The waypoint of that name; one that the files do not hold is taken for one that exists elsewhere.
   * @throws NotCovered if the files hold another Gateway of that name
   */
  public waypoint(namespace: string, name: string, chart: string): WaypointHandle {
    const key = `${namespace}/${name}`;
    if (this.relevance.isOtherGateway(namespace, name)) throw new NotCovered(`Gateway "${key}" is no waypoint`);
    let handle = this.#waypoints.get(key);
    if (!handle) {
      const comment = [`Gateway ${key} is not among the files: it is taken for a waypoint that exists elsewhere.`];
      handle = this.waypointByName({ namespace, name }, chart, comment);
      this.declareWaypoint(namespace, name, handle);
    }
    return handle;
  }

  /** A waypoint of which the program knows no more than its names. */
  public waypointByName({ namespace, name, account }: WaypointNames, chart: string, comment?: readonly string[]): WaypointHandle {
    const id = this.id(chart, name, `${name}-waypoint`);
    const waypoint: Declared = {
      form: 'declared',
      names: waypointNames(namespace, name),
      isStatement: true,
      comment,
      value: callOurs('Waypoint', 'fromWaypointAttributes', this.chart(chart), plain(id), plain({ waypointName: name, namespace, serviceAccountName: account })),
    };
    return { waypoint, principal: principalOf(namespace, account ?? name), deploymentName: name };
  }

  /** Makes a class of waypoints known. */
  public declareClass(name: string, declared: Declared): void {
    this.#classes.set(name, declared);
  }

  /** The class of that name, if the program declares it as one of waypoints. */
  public waypointClass(name: string): Declared | undefined {
    return this.#classes.get(name);
  }

  /** The waypoint that has an identity, if the program declares it. */
  public waypointOf(principal: string): WaypointHandle | undefined {
    return this.#identities.get(principal);
  }

  private declareChart(namespace: string): Declared {
    const id = namespace === '' ? this.id('the app', CLUSTER) : this.id('the app', namespace);
    return chartOf(this.#app, id, namespace);
  }

  private refByName({ group, kind, namespace, name }: ObjectRef, chart: string): Declared {
    const method = REFERENCES[`${group}/${kind}`];
    if (!method) throw new Error(`${kind} "${name}" can't be referred to by name`);
    const options = namespace !== '' && namespace !== chart ? [struct({ namespace: plain(namespace) })] : [];
    return {
      form: 'declared',
      names: [name, `${name} ${kind}`, `${namespace} ${name} ${kind}`],
      isStatement: false,
      value: callOurs('ObjectRef', method, plain(name), ...options),
    };
  }
}

/** What a waypoint is called in the program. */
export function waypointNames(namespace: string, name: string): string[] {
  return [name, `${namespace} ${name}`, `${namespace} ${name} waypoint`];
}

/** The identity of a ServiceAccount, as policies name it where the mesh has the usual trust domain. */
export function principalOf(namespace: string, account: string): string {
  return `cluster.local/ns/${namespace}/sa/${account}`;
}
