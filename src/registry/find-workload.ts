import type { Workload } from './workloads';
import { workloadsOf } from './workloads';
import { groupBy } from '../mesh/group-by';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';

const byName = remember((mesh: MeshObjects) => groupBy(named(mesh), (workload) => [nameOf(workload)]));
const byAddress = remember((mesh: MeshObjects) => groupBy(workloadsOf(mesh), ({ addresses }) => addresses));

/** The workloads of that name, `NAMESPACE/NAME`: of several kinds there may be several. */
export function workloadsNamed(mesh: MeshObjects, name: string): readonly Workload[] {
  return byName(mesh).get(name) ?? [];
}

/** The names of all workloads, as `NAMESPACE/NAME`. */
export function workloadNames(mesh: MeshObjects): Iterable<string> {
  return byName(mesh).keys();
}

/** The workload that has an address, as far as manifests tell. */
export function workloadAt(mesh: MeshObjects, address: string): Workload | undefined {
  return byAddress(mesh).get(address)?.[0];
}

/** The endpoints that a ServiceEntry lists have no name. */
function named(mesh: MeshObjects): readonly Workload[] {
  return workloadsOf(mesh).filter(({ subject: { manifest } }) => !isOf(SERVICE_ENTRY, manifest));
}

function nameOf({ subject: { manifest: { namespace, name } } }: Workload): string {
  return `${namespace}/${name}`;
}
