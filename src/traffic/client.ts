import type { Evidence } from '../mesh/evidence';
import { DataPlane } from '../registry/data-plane';
import type { Workload } from '../registry/workloads';
import type { Maybe } from '../request/truth';

/** How requests of a client get on their way. */
export enum ClientClass {
  /** A pod that ztunnel captures. */
  CAPTURED = 'captured',
  /** A pod with a sidecar: it never takes a waypoint. */
  SIDECAR = 'sidecar',
  /** A pod that nothing captures. */
  UNCAPTURED = 'uncaptured',
  /** An ingress gateway of Istio. */
  INGRESS = 'ingress',
  /** A gateway of another product: it dials pods, not the Service. */
  THIRD_PARTY_GATEWAY = 'third-party-gateway',
  /** What is not in the mesh. */
  OUTSIDE = 'outside',
}

/** Who sends a request, and how. */
export interface Client {
  readonly clientClass: ClientClass;
  /** As the question names it. */
  readonly name: string;
  /** Where short host names are looked up; undefined: nowhere. */
  readonly namespace: string | undefined;
  /** Its SPIFFE identity without `spiffe://`, if what it speaks carries one. */
  readonly identity: Maybe<string | null>;
  /** Undefined: the manifests don't tell. */
  readonly ip: string | undefined;
  /** Absent where only an identity is known. */
  readonly workload?: Workload;
  /** Whether the name stands for workloads whose connections are taken up in different ways; this is one of them. */
  readonly isOneOfSeveral?: boolean;
  /** Whether ztunnel takes up its connections. */
  readonly isCaptured: boolean;
  /** The field that makes it of its class. */
  readonly evidence?: Evidence;
}

/** Whether the connections of a client carry an identity. */
export function hasIdentity({ clientClass, isCaptured }: Client): boolean {
  return isCaptured || clientClass === ClientClass.SIDECAR || clientClass === ClientClass.INGRESS;
}

/** The class of an ordinary pod. */
export const CLASS_OF: Readonly<Record<DataPlane, ClientClass>> = {
  [DataPlane.ZTUNNEL]: ClientClass.CAPTURED,
  [DataPlane.SIDECAR]: ClientClass.SIDECAR,
  [DataPlane.NONE]: ClientClass.UNCAPTURED,
};
