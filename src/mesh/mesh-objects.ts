import type { StringMap } from './fields';
import type { HostOwner } from './host-index';
import { HostIndex } from './host-index';
import { KindIndex } from './kind-index';
import type { KindName } from './kind-map';
import { KindMap } from './kind-map';
import { REVISION } from '../istio/labels';
import { NEWEST_ISTIO, supports } from '../istio/versions';
import { CONFIG_MAP, NAMESPACE, SERVICE } from './kinds/core';
import { hasRevision } from './kinds/index';
import { SERVICE_ENTRY } from './kinds/istio';
import type { Kind } from './kinds/kind';
import type { Manifest, ManifestOf } from './manifest';
import { placeIn } from './manifest';
import type { MeshConfig } from './mesh-config';
import { MESH_CONFIG_MAP, readMeshConfig } from './mesh-config';
import type { NamespaceFacts } from './namespaces';
import { Namespaces } from './namespaces';
import type { ObjectRef } from './object-ref';
import { refKey, refText } from './object-ref';
import type { Problem, Report } from './problem';
import { GatewayStatus } from './settings';
import type { MeshSettings } from './settings';
import { CLUSTER_DOMAIN, ROOT_NAMESPACE } from '../istio/mesh-defaults';
import type { IstioFeature, IstioVersion } from '../istio/versions';

/**
 * The set of objects that is read, by all that they are looked up by. It does not change after it is made, and answers only
 * for what it holds: what is elsewhere is not known.
 */
export class MeshObjects {
  public readonly istioVersion: IstioVersion;
  public readonly clusterDomain: string;
  public readonly gatewayStatus: GatewayStatus;
  public readonly foreignGatewaysReady: boolean;
  /** Whether istiod layers policies: what is for the pods of a waypoint is then asked about the tunnels of its clients. */
  public readonly layeredPolicies: boolean;
  /** The revision of the control plane that is predicted, then its tags. */
  public readonly revisions: readonly string[];
  /** Istio's own configuration: from the input, settings win. */
  public readonly config: MeshConfig;
  /** Whether the input tells what MeshConfig says beyond the settings. */
  public readonly isConfigKnown: boolean;
  /** Whether what the input does not hold does not exist, unless it is assumed. */
  public readonly isComplete: boolean;
  /** Objects that exist elsewhere. */
  public readonly assumed: readonly ObjectRef[];
  /** Objects of one name, of which the last counts. */
  public readonly twins: readonly Twins[];
  readonly #kinds: KindMap<KindIndex>;
  readonly #asRead: readonly Manifest[];
  /** Without what another control plane reads. */
  readonly #read = new KindMap<KindIndex>();
  readonly #namespaces: Namespaces;
  readonly #assumed: ReadonlySet<string>;
  readonly #unread: readonly Problem[];
  #hosts: HostIndex | undefined;
  #everything: readonly Manifest[] | undefined;
  #labels: ReadonlySet<string> | undefined;
  #annotations: ReadonlySet<string> | undefined;

  /**
   * @param manifests in the order in which they would be applied: of two with one name the last counts, and both are reported
   * @param report takes up what is wrong with them
   * @param problems because of which there may be more than these
   */
  constructor(manifests: readonly Manifest[], settings: MeshSettings, report: Report, problems: readonly Problem[]) {
    this.#unread = problems.filter(leavesOut);
    this.istioVersion = settings.istioVersion ?? NEWEST_ISTIO;
    this.clusterDomain = settings.clusterDomain ?? CLUSTER_DOMAIN;
    this.gatewayStatus = settings.gatewayStatus ?? GatewayStatus.ASSUME;
    this.foreignGatewaysReady = settings.foreignGatewaysReady ?? true;
    this.layeredPolicies = settings.layeredPolicies === true && this.supports('layeredPolicies');
    this.revisions = settings.revisions ?? ['default'];
    this.isComplete = settings.isComplete ?? false;
    this.assumed = settings.assumed ?? [];
    this.#assumed = new Set(this.assumed.map(refKey));
    const { kinds, twins } = indexKinds(manifests, report);
    this.#kinds = kinds;
    this.twins = twins;
    this.#asRead = withoutFirst(twins, manifests);
    this.#namespaces = new Namespaces((name) => this.find(NAMESPACE, '', name));
    const configMap = this.#findConfigMap(settings);
    this.config = readMeshConfig(configMap, settings, report);
    this.isConfigKnown = this.isComplete || configMap !== undefined;
  }

  /** All objects of a kind that the control plane reads, by namespace and name. */
  public all<K extends Kind>(kind: K): readonly ManifestOf<K>[] {
    return this.#index(kind).all as readonly ManifestOf<K>[];
  }

  /** All objects of a kind that are in the input, those of another control plane too, by namespace and name. */
  public ofAnyRevision<K extends Kind>(kind: K): readonly ManifestOf<K>[] {
    return (this.#kinds.get(kind) ?? NO_OBJECTS).all as readonly ManifestOf<K>[];
  }

  /** All objects, also of kinds that the engine does not know and those of another control plane, by namespace, kind and name within each kind. */
  public everything(): readonly Manifest[] {
    return this.#everything ??= this.#kinds.all.flatMap((index) => index.all);
  }

  /**
   * The same in the order in which they were read. To look into all of them costs less so, as what was read together lies together in
   * memory, and nothing has to be sorted.
   */
  public asRead(): readonly Manifest[] {
    return this.#asRead;
  }

  /** Whether any object at all has a label of that name: of what is rare, none need be looked for. */
  public isLabelUsed(name: string): boolean {
    return this.labelNames().has(name);
  }

  /** Whether any object at all has an annotation of that name. */
  public isAnnotationUsed(name: string): boolean {
    return this.annotationNames().has(name);
  }

  /** The names of all labels: even of many objects they are few. */
  public labelNames(): ReadonlySet<string> {
    return this.#labels ??= namesIn(this.#asRead, ({ labels }) => labels);
  }

  /** The names of all annotations. */
  public annotationNames(): ReadonlySet<string> {
    return this.#annotations ??= namesIn(this.#asRead, ({ annotations }) => annotations);
  }

  /** The objects of a kind in a namespace, by name. */
  public inNamespace<K extends Kind>(kind: K, namespace: string): readonly ManifestOf<K>[] {
    return this.#index(kind).inNamespace(namespace) as readonly ManifestOf<K>[];
  }

  /** The object of that name, if it is in the input. */
  public find<K extends Kind>(kind: K, namespace: string, name: string): ManifestOf<K> | undefined {
    return this.#index(kind).find(namespace, name) as ManifestOf<K> | undefined;
  }

  /** The object that a reference names, whatever its kind, if it is in the input. */
  public findRef(ref: ObjectRef): Manifest | undefined {
    return this.#kinds.get(ref)?.find(ref.namespace, ref.name);
  }

  /** The objects of a kind in a namespace that have all these labels; none at all if no label is given. */
  public labelled<K extends Kind>(kind: K, namespace: string, labels: StringMap): readonly ManifestOf<K>[] {
    return this.#index(kind).labelled(namespace, labels) as readonly ManifestOf<K>[];
  }

  /** Services and ServiceEntries of all namespaces that have a host name. */
  public withHost(host: string): readonly HostOwner[] {
    this.#hosts ??= new HostIndex(this.all(SERVICE), this.all(SERVICE_ENTRY), this.clusterDomain);
    return this.#hosts.owners(host);
  }

  /** What is known of a namespace, be it in the input or not. */
  public namespace(name: string): NamespaceFacts {
    return this.#namespaces.of(name);
  }

  /** Whether the user says that the object exists elsewhere. */
  public isAssumed(ref: ObjectRef): boolean {
    return this.#assumed.size > 0 && this.#assumed.has(refKey(ref));
  }

  /**
   * Whether an object may be missing only because a part of the input could not be read.
   * @param word that its text has: its kind, or a label
   * @param name of the object; a template need not have it
   */
  public mayBeUnread(word: string, name?: string): boolean {
    return this.#unread.some(({ cause, unread }) =>
      unread === undefined || (unread.includes(word) && (name === undefined || cause === 'helm-template' || hasName(unread, name))));
  }

  /** Whether the Istio release that is predicted behaves so. */
  public supports(feature: IstioFeature): boolean {
    return supports(this.istioVersion, feature);
  }

  #findConfigMap({ rootNamespace = ROOT_NAMESPACE }: MeshSettings): ManifestOf<typeof CONFIG_MAP> | undefined {
    return this.find(CONFIG_MAP, rootNamespace, MESH_CONFIG_MAP);
  }

  #index(kind: KindName): KindIndex {
    return this.#read.get(kind) ?? this.#read.at(kind, () => this.#withoutOthers(kind));
  }

  /** @see istio pkg/config/model.go LabelsInRevision */
  #withoutOthers(kind: KindName): KindIndex {
    const index = this.#kinds.get(kind) ?? NO_OBJECTS;
    if (!hasRevision(kind)) return index;
    return index.where(({ labels }) => !Object.hasOwn(labels, REVISION) || labels[REVISION] === this.revisions[0]);
  }
}

const NO_OBJECTS = new KindIndex();

/** Two objects of one kind and name. */
export interface Twins {
  readonly first: Manifest;
  /** The one that counts. */
  readonly second: Manifest;
}

function indexKinds(manifests: readonly Manifest[], report: Report): { kinds: KindMap<KindIndex>; twins: readonly Twins[] } {
  const kinds = new KindMap<KindIndex>();
  const twins: Twins[] = [];
  for (const second of manifests) {
    const first = kinds.at(second, () => new KindIndex()).put(second);
    if (!first) continue;
    twins.push({ first, second });
    reportTwins(first, second, report);
  }
  return { kinds, twins };
}

function withoutFirst(twins: readonly Twins[], manifests: readonly Manifest[]): readonly Manifest[] {
  if (twins.length === 0) return manifests;
  const replaced = new Set(twins.map(({ first }) => first));
  return manifests.filter((manifest) => !replaced.has(manifest));
}

/** Whether something was not read because of a problem. */
function leavesOut({ cause, unread }: Problem): boolean {
  return unread !== undefined || cause === 'file-unreadable';
}

/** Whether a text has a name, and not only as a part of another one. */
function hasName(text: string, name: string): boolean {
  return text.split(/[^\w.-]+/).includes(name);
}

function namesIn(manifests: readonly Manifest[], mapOf: (manifest: Manifest) => StringMap): ReadonlySet<string> {
  const names = new Set<string>();
  for (const manifest of manifests) for (const name in mapOf(manifest)) names.add(name);
  return names;
}

function reportTwins(first: Manifest, second: Manifest, report: Report): void {
  const at = placeIn(first);
  const where = at ? ` at ${at.file}:${at.line}:${at.column}` : '';
  report({ cause: 'duplicate-object', message: `${refText(second)} is defined twice, first${where}: the last one counts`, place: placeIn(second) });
}
