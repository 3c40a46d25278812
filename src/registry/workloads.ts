import { isRolledOut } from './rollouts';
import type { Subject } from './subject';
import { workloadSubjectsOf } from './subject';
import type { StringMap } from '../mesh/fields';
import { groupBy } from '../mesh/group-by';
import type { REPLICA_SET } from '../mesh/kinds/core';
import { POD } from '../mesh/kinds/core';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../mesh/kinds/istio';
import type { BodyOf } from '../mesh/kinds/kind';
import { hasLabels } from '../mesh/label-selector';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { remember, rememberEach } from '../mesh/remember';

export type PodSpec = NonNullable<BodyOf<typeof POD>['spec']>;

/** Something that runs, or would: a Pod, the pods of a controller, a machine, an endpoint of a ServiceEntry. */
export interface Workload {
  readonly subject: Subject;
  readonly labels: StringMap;
  readonly serviceAccount: string;
  /** Undefined for what is no pod. */
  readonly pod?: PodSpec;
  /** The way to the spec of the pod. */
  readonly podPath: FieldPath;
  /** Whether it takes traffic: a Pod that is ready, a controller that is not scaled to none. */
  readonly isReady: boolean;
  /** As far as the manifests tell. */
  readonly addresses: readonly string[];
}

/** All workloads of a mesh. */
export const workloadsOf = remember((mesh: MeshObjects): readonly Workload[] => workloadSubjectsOf(mesh)
  .filter(({ isImplicit }) => !isImplicit)
  .map((subject) => isRolledOut(mesh, subject.manifest) ? { ...toWorkload(subject), isReady: true } : toWorkload(subject)));

const byNamespace = remember((mesh: MeshObjects) => groupBy(workloadsOf(mesh), ({ subject }) => [subject.manifest.namespace]));

/** The workloads of a namespace. */
export function workloadsIn(mesh: MeshObjects, namespace: string): readonly Workload[] {
  return byNamespace(mesh).get(namespace) ?? [];
}

const byAccount = rememberEach((namespace: string) => namespace, (mesh: MeshObjects, namespace) =>
  groupBy(workloadsIn(mesh, namespace), ({ serviceAccount }) => [serviceAccount]));

/** The workloads of a namespace that run as a ServiceAccount. */
export function workloadsAs(mesh: MeshObjects, namespace: string, serviceAccount: string): readonly Workload[] {
  return byAccount(mesh, namespace).get(serviceAccount) ?? [];
}

const byLabel = remember((mesh: MeshObjects) => groupBy(workloadsOf(mesh), ({ labels, subject }) =>
  Object.entries(labels).map(([name, value]) => labelKey(subject.manifest.namespace, name, value))));

/** The workloads of a namespace that have all these labels; none at all if no label is given. */
export function labelledWorkloads(mesh: MeshObjects, namespace: string, labels: StringMap): readonly Workload[] {
  const wanted = Object.entries(labels);
  if (wanted.length === 0) return [];
  const candidates = wanted.map(([name, value]) => byLabel(mesh).get(labelKey(namespace, name, value)) ?? []);
  const fewest = candidates.reduce((best, next) => next.length < best.length ? next : best);
  return fewest.filter((workload) => hasLabels(workload.labels, labels));
}

function labelKey(namespace: string, name: string, value: string): string {
  return `${namespace}\n${name}\n${value}`;
}

/** The spec of the pods of a subject; undefined for what is no pod. */
export function podOf(subject: Subject, path = podPathOf(subject)): PodSpec | undefined {
  return path && (at(subject.manifest.body, path) ?? {}) as PodSpec;
}

/** What is known of a subject that workload traffic goes to. */
export function toWorkload(subject: Subject): Workload {
  const { manifest, endpoint } = subject;
  const podPath = podPathOf(subject);
  const pod = podOf(subject, podPath);
  return {
    subject,
    podPath: podPath ?? [],
    ...(pod && { pod }),
    labels: Object.assign({}, ...subject.labels.map(({ labels }) => labels).reverse()),
    serviceAccount: serviceAccountOf(subject, pod),
    isReady: isReady(manifest),
    addresses: endpoint !== null ? [endpoint] : addressesOf(manifest),
  };
}

function addressesOf(manifest: Manifest): string[] {
  if (isOf(WORKLOAD_ENTRY, manifest)) return manifest.body.spec?.address ? [manifest.body.spec.address] : [];
  if (!isOf(POD, manifest)) return [];
  const { podIP, podIPs } = manifest.body.status ?? {};
  return podIPs?.length ? podIPs.flatMap(({ ip }) => ip ?? []) : podIP ? [podIP] : [];
}

function isReady(manifest: Manifest): boolean {
  if (isOf(POD, manifest)) return isPodReady(manifest);
  return (manifest.body as BodyOf<typeof REPLICA_SET>).spec?.replicas !== 0;
}

/** A Pod without status, as in Git, counts as ready. */
function isPodReady({ body: { status } }: ManifestOf<typeof POD>): boolean {
  if (!status?.phase) return true;
  return status.phase === 'Running' && (status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false);
}

/** A machine that names no ServiceAccount has no identity; a Pod then has that of the default one. */
function serviceAccountOf({ manifest, endpoint }: Subject, pod: PodSpec | undefined): string {
  if (isOf(SERVICE_ENTRY, manifest)) return listedEndpoint(manifest, endpoint)?.serviceAccount ?? '';
  if (isOf(WORKLOAD_ENTRY, manifest)) return manifest.body.spec?.serviceAccount ?? '';
  return pod?.serviceAccountName || 'default';
}

/** What a ServiceEntry says of an endpoint that it lists; undefined for other objects. */
export function listedEndpoint(manifest: Manifest, endpoint: string | null) {
  return isOf(SERVICE_ENTRY, manifest) ? manifest.body.spec?.endpoints?.find(({ address }) => address === endpoint) : undefined;
}

/** The spec of a Pod or of a pod template lies beside the metadata in which its labels are. */
function podPathOf({ manifest, labels }: Subject): FieldPath | undefined {
  const isMachine = isOf(WORKLOAD_ENTRY, manifest) || isOf(SERVICE_ENTRY, manifest);
  return isMachine ? undefined : [...labels[0].path.slice(0, -2), 'spec'];
}

function at(value: unknown, path: FieldPath): unknown {
  return path.reduce((above: unknown, step) => (above as Record<string, unknown> | undefined)?.[step], value);
}
