import type { Workload } from './workloads';
import { DATAPLANE_MODE, INJECTION, REVISION, SIDECAR_INJECT, SIDECAR_STATUS } from '../istio/labels';
import type { Evidence } from '../mesh/evidence';
import type { StringMap } from '../mesh/fields';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { NamespaceFacts } from '../mesh/namespaces';
import type { FieldPath } from '../mesh/positions';
import { rememberPair } from '../mesh/remember';
import type { Maybe } from '../request/truth';
import { unknown } from '../request/truth';

/** What takes up the connections of a workload. */
export enum DataPlane {
  /** It is captured: ztunnel does, on both ends. */
  ZTUNNEL = 'ztunnel',
  SIDECAR = 'sidecar',
  /** Nothing: it speaks and is spoken to as it is. */
  NONE = 'none',
}

/** What takes up the connections of a workload, and the field that decides. */
export interface DataPlaneChoice {
  readonly dataPlane: DataPlane;
  /** Absent where it is the lack of labels that decides. */
  readonly evidence?: Evidence;
}

/**
 * What takes up the connections of a workload; not known where its Namespace is not in the input and would decide.
 * @see istio cni/pkg/util/enablement_selector.go CompiledEnablementSelectors.Matches
 */
export const dataPlaneOf = rememberPair((mesh: MeshObjects, workload: Workload): Maybe<DataPlaneChoice> => {
  const { pod, podPath, subject: { manifest } } = workload;
  if (!pod) return { dataPlane: DataPlane.NONE };
  if (pod.hostNetwork) return { dataPlane: DataPlane.NONE, evidence: { manifest, path: [...podPath, 'hostNetwork'], value: 'true' } };
  const namespace = mesh.namespace(manifest.namespace);
  const sidecar = sidecarOf(mesh, workload, namespace);
  if (sidecar) return { dataPlane: DataPlane.SIDECAR, evidence: sidecar };
  const own = label(workload.labels, DATAPLANE_MODE);
  if (own === 'ambient' || own === 'none') {
    return { dataPlane: own === 'ambient' ? DataPlane.ZTUNNEL : DataPlane.NONE, evidence: ownEvidence(workload, DATAPLANE_MODE) };
  }
  return captureOf(namespace);
});

/** What takes up the connections of pods of a namespace that say nothing themselves; not known where its Namespace is not in the input. */
export function dataPlaneOfNamespace(mesh: MeshObjects, name: string): Maybe<DataPlaneChoice> {
  const namespace = mesh.namespace(name);
  const sidecar = injectionOf(mesh, namespace);
  return sidecar ? { dataPlane: DataPlane.SIDECAR, evidence: sidecar } : captureOf(namespace);
}

function captureOf(namespace: NamespaceFacts): Maybe<DataPlaneChoice> {
  if (!namespace.manifest) return unknown(`whether pods of the namespace ${namespace.name} are captured: its Namespace is not in the input`);
  if (label(namespace.labels, DATAPLANE_MODE) !== 'ambient') return { dataPlane: DataPlane.NONE };
  return { dataPlane: DataPlane.ZTUNNEL, evidence: evidenceOf(namespace, DATAPLANE_MODE) };
}

/**
 * The field for which a pod gets a sidecar, or has one.
 * @see istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml
 */
function sidecarOf(mesh: MeshObjects, workload: Workload, namespace: NamespaceFacts): Evidence | undefined {
  const { manifest } = workload.subject;
  if (Object.hasOwn(manifest.annotations, SIDECAR_STATUS)) return { manifest, path: ['metadata', 'annotations', SIDECAR_STATUS] };
  const wish = label(workload.labels, SIDECAR_INJECT);
  if (wish === 'false') return undefined;
  const isForNamespace = [INJECTION, REVISION].some((name) => label(namespace.labels, name) !== undefined);
  if (isForNamespace) return injectionOf(mesh, namespace);
  return wish === 'true' ? ownEvidence(workload, SIDECAR_INJECT) : undefined;
}

/** The label for which the pods of a namespace get sidecars. */
function injectionOf(mesh: MeshObjects, namespace: NamespaceFacts): Evidence | undefined {
  const [injection, revision] = [INJECTION, REVISION].map((name) => label(namespace.labels, name));
  if (injection !== undefined) return injection === 'enabled' ? evidenceOf(namespace, INJECTION) : undefined;
  return revision !== undefined && mesh.revisions.includes(revision) ? evidenceOf(namespace, REVISION) : undefined;
}

function label(labels: StringMap, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}

function ownEvidence({ subject: { manifest, labels: [source] }, labels }: Workload, name: string): Evidence {
  return { manifest, path: [...source.path, name], value: labels[name] };
}

const LABELS: FieldPath = ['metadata', 'labels'];

function evidenceOf({ manifest, labels }: NamespaceFacts, name: string): Evidence | undefined {
  return manifest && { manifest, path: [...LABELS, name], value: labels[name] };
}
