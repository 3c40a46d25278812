import type { Kind } from '../../mesh/kinds/kind';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { rememberPair } from '../../mesh/remember';

/** The first object of a kind with a certain name, whatever its namespace. */
export function findNamesake(mesh: MeshObjects, kind: Kind, name: string): Manifest | undefined {
  return firstByName(mesh, kind).get(name);
}

const firstByName = rememberPair((mesh: MeshObjects, kind: Kind): ReadonlyMap<string, Manifest> =>
  new Map([...mesh.all(kind)].reverse().map((manifest) => [manifest.name, manifest])));
