import { deployedService } from './gateway/deployed-services';
import { visibilityOf } from './visibility';
import { REVISION } from '../istio/labels';
import type { Evidence } from '../mesh/evidence';
import { findLabel, labelsOf } from '../mesh/evidence';
import type { HostOwner } from '../mesh/host-index';
import { POD, SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../mesh/kinds/istio';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareText } from '../mesh/object-ref';

/** Why istiod keeps an object out of what it tells ztunnel, so that no waypoint can serve it. */
export type OutsideCause = 'external-name' | 'other-revision' | 'finished' | 'not-visible' | 'hosts-owned-by-others';

/** An object that is kept out, and what decides it. */
export interface Outside {
  readonly cause: OutsideCause;
  readonly evidence: Evidence;
}

/**
 * Whether an object is kept out of the ambient mesh; undefined: it is in.
 * @see istio pilot/pkg/serviceregistry/ambient/services.go, workloads.go
 */
export function outsideOf(mesh: MeshObjects, manifest: Manifest): Outside | undefined {
  const outside = outsideByItself(mesh, manifest);
  if (outside || !isOf(SERVICE_ENTRY, manifest)) return outside;
  const hosts = manifest.body.spec?.hosts ?? [];
  const isPruned = hosts.length > 0 && hostsOwnedByOthers(mesh, manifest).length === hosts.length;
  return isPruned ? { cause: 'hosts-owned-by-others', evidence: { manifest, path: ['spec', 'hosts'] } } : undefined;
}

/**
 * The hosts of a ServiceEntry that another object of its namespace owns: a Service, also one that istiod deploys, else the oldest
 * ServiceEntry.
 * @see istio pilot/pkg/serviceregistry/ambient/services.go selectWorkloadServices
 */
export function hostsOwnedByOthers(mesh: MeshObjects, entry: ManifestOf<typeof SERVICE_ENTRY>): string[] {
  if (!mesh.supports('hostOwners')) return [];
  return (entry.body.spec?.hosts ?? [])
    .filter((host) => ownerOf(mesh, host, entry.namespace) !== entry || isDeployed(mesh, host, entry.namespace));
}

function ownerOf(mesh: MeshObjects, host: string, namespace: string): HostOwner | undefined {
  const owners = mesh.withHost(host).filter((owner) => owner.namespace === namespace && !outsideByItself(mesh, owner));
  return owners.find((owner) => isOf(SERVICE, owner)) ?? owners.reduce<HostOwner | undefined>(older, undefined);
}

function isDeployed(mesh: MeshObjects, host: string, namespace: string): boolean {
  return deployedService(mesh, host)?.owner.namespace === namespace;
}

function older(first: HostOwner | undefined, second: HostOwner): HostOwner {
  return first && (compareText(first.created, second.created) || compareText(first.name, second.name)) < 0 ? first : second;
}

function outsideByItself(mesh: MeshObjects, manifest: Manifest): Outside | undefined {
  if (isOf(SERVICE, manifest)) return externalName(manifest);
  if (isOf(SERVICE_ENTRY, manifest)) return otherRevision(mesh, manifest) ?? notVisible(mesh, manifest);
  if (isOf(WORKLOAD_ENTRY, manifest)) return otherRevision(mesh, manifest);
  return isOf(POD, manifest) ? finished(manifest) : undefined;
}

function externalName(service: ManifestOf<typeof SERVICE>): Outside | undefined {
  if (service.body.spec?.type !== 'ExternalName') return undefined;
  return { cause: 'external-name', evidence: { manifest: service, path: ['spec', 'type'], value: 'ExternalName' } };
}

/**
 * Istio's own kinds count for the revision of their label alone: not for its tags, and not for that of their Namespace.
 * @see istio pkg/config/model.go LabelsInRevision
 */
function otherRevision(mesh: MeshObjects, manifest: Manifest): Outside | undefined {
  const label = findLabel(labelsOf(manifest), REVISION);
  return label && label.value !== mesh.revisions[0] ? { cause: 'other-revision', evidence: label } : undefined;
}

function finished(pod: ManifestOf<typeof POD>): Outside | undefined {
  const phase = pod.body.status?.phase;
  if (phase !== 'Succeeded' && phase !== 'Failed') return undefined;
  return { cause: 'finished', evidence: { manifest: pod, path: ['status', 'phase'], value: phase } };
}

function notVisible(mesh: MeshObjects, manifest: Manifest): Outside | undefined {
  return visibilityOf(mesh, manifest.namespace) === 'NONE' ? { cause: 'not-visible', evidence: { manifest, path: [] } } : undefined;
}
