import type { MeshObjects } from '../../mesh/mesh-objects';
import { rememberEach } from '../../mesh/remember';
import type { DataPlaneChoice } from '../../registry/data-plane';
import { DataPlane, dataPlaneOf, dataPlaneOfNamespace } from '../../registry/data-plane';
import { workloadsIn } from '../../registry/workloads';
import type { Maybe } from '../../request/truth';
import { isUnknown } from '../../request/truth';

/** Whether pods of a namespace have sidecars, which read what is in their own namespace. */
export const hasSidecars = rememberEach((namespace: string) => namespace, (mesh: MeshObjects, namespace): boolean => {
  const choices = [dataPlaneOfNamespace(mesh, namespace), ...workloadsIn(mesh, namespace).map((workload) => dataPlaneOf(mesh, workload))];
  return choices.some(isSidecar);
});

function isSidecar(choice: Maybe<DataPlaneChoice>): boolean {
  return !isUnknown(choice) && choice.dataPlane === DataPlane.SIDECAR;
}
