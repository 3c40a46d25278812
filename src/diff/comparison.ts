import type { ClientGroup } from './clients';
import type { Guards } from './guards';
import type { Target } from './target';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** Two meshes that are compared. */
export interface Comparison {
  readonly before: MeshObjects;
  readonly after: MeshObjects;
  readonly clients: readonly ClientGroup[];
  /** Those of them that are not alike before and after. */
  readonly changedClients: readonly ClientGroup[];
  /** Whether an object differs between them. */
  isChanged(manifest: Manifest): boolean;
}

/** A target with what stands before it. */
export interface GuardedTarget extends Target {
  readonly guards: { readonly before: Guards; readonly after: Guards };
}
