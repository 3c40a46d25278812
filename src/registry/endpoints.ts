import type { MeshService } from './mesh-service';
import { Resolution } from './mesh-service';
import { subjectsIn } from './subject';
import type { Workload } from './workloads';
import { labelledWorkloads, toWorkload, workloadsIn } from './workloads';
import type { StringMap } from '../mesh/fields';
import type { HostOwner } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { hasLabels } from '../mesh/label-selector';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberPair } from '../mesh/remember';
import type { Truth } from '../request/truth';
import { unknown } from '../request/truth';

/** The workloads behind a service that are in the input. */
export function endpointsOf(mesh: MeshObjects, { owner }: MeshService): readonly Workload[] {
  return ownedEndpoints(mesh, owner);
}

const ownedEndpoints = rememberPair((mesh: MeshObjects, owner: HostOwner): readonly Workload[] => {
  if (isOf(SERVICE, owner)) return labelledWorkloads(mesh, owner.namespace, owner.body.spec?.selector ?? {}).filter(isEndpoint);
  if (owner.body.spec?.endpoints?.length) return subjectsIn(owner).filter(({ endpoint }) => endpoint !== null).map(toWorkload);
  return labelledWorkloads(mesh, owner.namespace, owner.body.spec?.workloadSelector?.labels ?? {}).filter(isEndpoint);
});

/**
 * Whether a service, or the part of it that has some labels, has an endpoint that takes traffic. A host name that is looked up counts
 * as one.
 */
export function hasEndpoints(mesh: MeshObjects, service: MeshService, subset: StringMap = {}): Truth {
  const { owner, host, resolution, deployedFor } = service;
  if (deployedFor || (resolution === Resolution.PASSTHROUGH && isOf(SERVICE_ENTRY, owner))) return true;
  const found = endpointsOf(mesh, service);
  if (found.length === 0 && isFoundElsewhere(service)) return elsewhere(service, subset);
  if (found.length === 0 && mayRunElsewhere(mesh, owner)) return unknown(`the pods of ${host}, none of which is in the input`);
  return found.some((workload) => workload.isReady && hasLabels(workload.labels, subset));
}

function isFoundElsewhere({ owner, resolution }: MeshService): boolean {
  if (isOf(SERVICE, owner)) return Object.keys(owner.body.spec?.selector ?? {}).length === 0;
  return resolution === Resolution.DNS && !owner.body.spec?.workloadSelector;
}

/** Whether the pods of a Service may be kept outside of the input: it has no workload of the namespace at all. */
function mayRunElsewhere(mesh: MeshObjects, owner: HostOwner): boolean {
  return !mesh.isComplete && isOf(SERVICE, owner) && workloadsIn(mesh, owner.namespace).length === 0;
}

/** Whether a service needs no workloads: istiod deploys them, or its host name is looked up. */
export function isItsOwnEndpoint(service: MeshService): boolean {
  const { owner, deployedFor } = service;
  if (isOf(SERVICE, owner)) return deployedFor !== undefined;
  return isFoundElsewhere(service) && !owner.body.spec?.endpoints?.length;
}

/** The endpoints of a Service without selector are made by somebody else; a name that is looked up is its own endpoint, without labels. */
function elsewhere({ owner, host }: MeshService, subset: StringMap): Truth {
  return isOf(SERVICE, owner) ? unknown(`the endpoints of ${host}`) : hasLabels({}, subset);
}

/** The pods of Jobs come and go. Endpoints that a ServiceEntry lists are its own. */
function isEndpoint({ subject: { manifest } }: Workload): boolean {
  return manifest.group !== 'batch' && !isOf(SERVICE_ENTRY, manifest);
}
