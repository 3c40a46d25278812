import type { LabelSource } from '../mesh/evidence';
import { labelsOf } from '../mesh/evidence';
import type { StringMap } from '../mesh/fields';
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, POD, REPLICA_SET, SERVICE, STATEFUL_SET } from '../mesh/kinds/core';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../mesh/kinds/istio';
import { ROLLOUT, TEMPLATED } from '../mesh/kinds/pod-controllers';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import type { FieldPath } from '../mesh/positions';
import { remember } from '../mesh/remember';

/** How a client addresses its destination: by the address of a service, or by that of a pod or machine. */
export type Traffic = 'service' | 'workload';

/** Something that a waypoint can serve. */
export interface Subject {
  readonly manifest: Manifest;
  readonly traffic: Traffic;
  /** The address of an endpoint of a ServiceEntry; null for all else. */
  readonly endpoint: string | null;
  /** The labels that enroll it, the first source wins. */
  readonly labels: readonly LabelSource[];
  /** True for a host of a ServiceEntry that stands for its own endpoint. */
  readonly isImplicit: boolean;
}

/** Controllers whose pods are subjects, and the way to their pod template. */
const CONTROLLERS = [
  ...[DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, JOB, ROLLOUT, ...TEMPLATED].map((kind) => ({ kind, path: ['spec', 'template'] })),
  { kind: CRON_JOB, path: ['spec', 'jobTemplate', 'spec', 'template'] },
];

/** All subjects of a mesh, also those that another control plane reads: those of one kind together, by namespace and name. */
export const subjectsOf = remember((mesh: MeshObjects): readonly Subject[] => [
  ...mesh.all(SERVICE).map(ofService),
  ...mesh.ofAnyRevision(SERVICE_ENTRY).flatMap((entry) => [ofService(entry), ...endpointsOf(entry)]),
  ...podsAndMachines(mesh),
]);

/** The subjects of workload traffic. */
export const workloadSubjectsOf = remember((mesh: MeshObjects): readonly Subject[] =>
  [...mesh.ofAnyRevision(SERVICE_ENTRY).flatMap(endpointsOf), ...podsAndMachines(mesh)]);

const podsAndMachines = remember((mesh: MeshObjects): readonly Subject[] => [
  ...mesh.all(POD).map(ofPod),
  ...mesh.ofAnyRevision(WORKLOAD_ENTRY).map(ofWorkloadEntry),
  ...CONTROLLERS.flatMap(({ kind, path }) => mesh.all(kind).flatMap((controller) => ofController(controller, path))),
]);

/** A subject as people write it: `Pod shop/cart-0`. */
export function subjectText({ manifest, endpoint }: Subject): string {
  return `${refText(manifest)}${endpoint === null ? '' : ` endpoint ${endpoint}`}`;
}

/** The subjects of one object; none if its kind is not served by waypoints. */
export function subjectsIn(manifest: Manifest): Subject[] {
  const controller = CONTROLLERS.find(({ kind }) => isOf(kind, manifest));
  if (controller) return ofController(manifest, controller.path);
  if (isOf(SERVICE, manifest)) return [ofService(manifest)];
  if (isOf(POD, manifest)) return [ofPod(manifest)];
  if (isOf(WORKLOAD_ENTRY, manifest)) return [ofWorkloadEntry(manifest)];
  return isOf(SERVICE_ENTRY, manifest) ? [ofService(manifest), ...endpointsOf(manifest)] : [];
}

function ofService(manifest: Manifest): Subject {
  return subject(manifest, 'service', labelsOf(manifest));
}

function ofPod(manifest: Manifest): Subject {
  return subject(manifest, 'workload', labelsOf(manifest));
}

/** @see istio pilot/pkg/serviceregistry/serviceentry/conversion.go ConvertClientWorkloadEntry */
function ofWorkloadEntry(manifest: ManifestOf<typeof WORKLOAD_ENTRY>): Subject {
  const inSpec = { manifest, labels: manifest.body.spec?.labels ?? {}, path: ['spec', 'labels'] };
  return subject(manifest, 'workload', [...labelsOf(manifest), inSpec]);
}

/** None for a Rollout that takes the template of a Deployment: that is one. */
function ofController(manifest: Manifest, path: FieldPath): Subject[] {
  return isOf(ROLLOUT, manifest) && manifest.body.spec?.workloadRef ? [] : [ofTemplate(manifest, path)];
}

/** The pods of a controller have the labels of its template, and not those of the controller. */
function ofTemplate(manifest: Manifest, path: FieldPath): Subject {
  const template = path.reduce<Template>((value, step) => value?.[step] as Template, manifest.body as Template);
  const metadata = template?.metadata as { labels?: StringMap } | undefined;
  return subject(manifest, 'workload', [{ manifest, labels: metadata?.labels ?? {}, path: [...path, 'metadata', 'labels'] }]);
}

type Template = { readonly [name: string]: unknown } | undefined;

/**
 * The endpoints of a ServiceEntry. Each has its own labels, and none of those of the ServiceEntry. Where the entry names none and
 * its hosts are resolved by DNS, each host is one.
 * @see istio pilot/pkg/serviceregistry/ambient/workloads.go serviceEntryWorkloadBuilder
 */
function endpointsOf(manifest: ManifestOf<typeof SERVICE_ENTRY>): Subject[] {
  const { endpoints, hosts, resolution = '', workloadSelector } = manifest.body.spec ?? {};
  if (endpoints?.length) {
    return endpoints.map(({ address = '', labels }, index) => ({
      ...subject(manifest, 'workload', [{ manifest, labels: labels ?? {}, path: ['spec', 'endpoints', index, 'labels'] }]),
      endpoint: address,
    }));
  }
  if (!RESOLVED_BY_DNS.has(resolution) || workloadSelector) return [];
  return (hosts ?? []).map((host) => ({ ...subject(manifest, 'workload', []), endpoint: host, isImplicit: true }));
}

const RESOLVED_BY_DNS = new Set(['DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS']);

function subject(manifest: Manifest, traffic: Traffic, labels: readonly LabelSource[]): Subject {
  return { manifest, traffic, endpoint: null, isImplicit: false, labels };
}
