import type { Workload } from './workloads';
import type { MeshObjects } from '../mesh/mesh-objects';

/** The SPIFFE identity of a service account, without `spiffe://`. */
export function identityOf({ config }: MeshObjects, namespace: string, serviceAccount: string): string {
  return `${config.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

/** The identity that a workload has in the mesh; null: it has none. */
export function workloadIdentity(mesh: MeshObjects, { subject, serviceAccount }: Workload): string | null {
  return serviceAccount === '' ? null : identityOf(mesh, subject.manifest.namespace, serviceAccount);
}
