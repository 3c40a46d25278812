import type { MeshObjects } from '../../mesh/mesh-objects';
import { rememberEach } from '../../mesh/remember';
import type { DataPlane } from '../../registry/data-plane';
import { dataPlaneOf, dataPlaneOfNamespace } from '../../registry/data-plane';
import { workloadsIn } from '../../registry/workloads';
import { isUnknown } from '../../request/truth';

/** What takes up the connections of the workloads of a namespace, and of those that it does not have yet; undefined: that is not known. */
export const dataPlanesIn = rememberEach((namespace: string) => namespace, dataPlanes);

function dataPlanes(mesh: MeshObjects, namespace: string): ReadonlySet<DataPlane | undefined> {
  const choices = [dataPlaneOfNamespace(mesh, namespace), ...workloadsIn(mesh, namespace).map((workload) => dataPlaneOf(mesh, workload))];
  return new Set(choices.map((choice) => isUnknown(choice) ? undefined : choice.dataPlane));
}
