import { isAbsent } from './absence';
import { SERVICE } from '../../mesh/kinds/core';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { ObjectRef } from '../../mesh/object-ref';
import { refIn } from '../../mesh/object-ref';

/** The Service that a full host name would be that of, if there is none; undefined also where the input does not tell. */
export function absentService(mesh: MeshObjects, host: string): ObjectRef | undefined {
  const suffix = `.svc.${mesh.clusterDomain}`;
  const [name, namespace, ...rest] = host.endsWith(suffix) ? host.slice(0, -suffix.length).split('.') : [];
  if (!name || !namespace || rest.length > 0 || name.includes('*') || mesh.withHost(host).length > 0) return undefined;
  const ref = refIn(SERVICE, namespace, name);
  return isAbsent(mesh, ref) ? ref : undefined;
}
