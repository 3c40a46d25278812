import type { MeshService } from '../registry/mesh-service';
import type { Workload } from '../registry/workloads';
import type { Maybe } from '../request/truth';

/** What a client dials. */
export type Destination = {
  readonly port: number;
  /** The address that it dials. */
  readonly address: Maybe<string>;
} & (
  | { readonly kind: 'service'; readonly service: MeshService }
  /** The address of a pod or machine; `endpointOf` is the service by whose name the client found it. */
  | { readonly kind: 'workload'; readonly workload: Workload; readonly endpointOf?: MeshService }
  /** An address that nothing in the mesh has. */
  | { readonly kind: 'elsewhere' }
);
