import type { PodPeer } from './pod-peer';
import type { IWaypoint } from '../waypoint/waypoint';

/** Workloads behind a waypoint. */
export interface NetworkWorkloads {
  /**
   * The namespace of the pods.
   * @default - that of the waypoint
   */
  readonly namespace?: string;
  /**
   * Labels that the pods have.
   * @default - all pods of the namespace
   */
  readonly labels?: { [key: string]: string };
  /**
   * Who gets to the pods past the waypoint, through ztunnel (port 15008): other services without a waypoint, scrapers in the mesh, ingress
   * gateways that do not use the waypoint.
   * @default - nobody
   */
  readonly clients?: PodPeer[];
  /**
   * Ports of the pods that `clients` may dial too because they are not in the mesh.
   * @default - none
   */
  readonly ports?: number[];
}

/** What a waypoint dials that ztunnel does not take in: pods outside the mesh, hosts outside the cluster, collectors of traces. */
export interface NetworkDestination {
  /** Where it is. */
  readonly peer: PodPeer;
  /** The TCP ports. At least one. */
  readonly ports: number[];
}

/** Properties of `NetworkPolicies`. */
export interface NetworkPoliciesProps {
  /** The waypoint; its canary has the same policies. */
  readonly waypoint: IWaypoint;
  /**
   * The pods that may use the waypoint, ingress gateways among them.
   * @default - all pods of the cluster
   */
  readonly clients?: PodPeer[];
  /**
   * The workloads behind the waypoint. They get policies too: what does not come from the waypoint is refused.
   * @default - no policies for workloads; the waypoint may dial all pods of the cluster on port 15008
   */
  readonly workloads?: NetworkWorkloads[];
  /**
   * What else the waypoint dials. Where it serves hosts outside the cluster this is needed.
   * @default - nothing
   */
  readonly destinations?: NetworkDestination[];
  /**
   * Who scrapes metrics of the waypoint (ports 15020 and 15090).
   * @default - nobody
   */
  readonly scrapers?: PodPeer[];
  /**
   * istiod.
   * @default - the pods with the label `app: istiod` in `istio-system`
   */
  readonly controlPlane?: PodPeer;
  /**
   * The servers of DNS. Where a cache on each node answers, its address: `PodPeer.addresses('169.254.20.10/32')`.
   * @default - the pods with the label `k8s-app: kube-dns` in `kube-system`
   */
  readonly dns?: PodPeer;
  /**
   * The name of the NetworkPolicy; those of workloads have the same, with their labels.
   * @default - the name of the waypoint with `-network`
   */
  readonly policyName?: string;
}
