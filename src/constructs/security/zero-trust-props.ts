import type { Principal } from './principal';
import type { ZeroTrustScope } from './zero-trust-scope';
import type { IWaypoint } from '../waypoint/waypoint';

/** How far requests of an ingress gateway are let in. */
export enum IngressReach {
  /** To waypoints: for services that say `ingress-use-waypoint`. Other policies of the waypoints can't restrict it any more but by DENY. */
  WAYPOINTS = 'waypoints',
  /** To workloads, past all waypoints: only policies of the gateway itself decide. */
  WORKLOADS = 'workloads',
}

/** An ingress gateway of Istio (a Gateway of class `istio`) that goes on working. */
export interface ZeroTrustIngress {
  /** The name of the Gateway. */
  readonly gatewayName: string;
  /** The namespace of the Gateway. */
  readonly namespace: string;
  /** How far its requests are let in. */
  readonly reach: IngressReach;
  /**
   * The ServiceAccount of its pods.
   * @default - the name of the Gateway with `-istio`
   */
  readonly serviceAccountName?: string;
  /**
   * The trust domain of the mesh.
   * @default 'cluster.local'
   */
  readonly trustDomain?: string;
}

/** Who may scrape metrics of workloads. At least one principal or one block of addresses. */
export interface ZeroTrustScraping {
  /** The ports of the workloads where metrics are. At least one. */
  readonly ports: number[];
  /** Scrapers in the mesh. @default - none */
  readonly principals?: Principal[];
  /** Addresses or CIDR blocks of scrapers outside the mesh, which have no identity. @default - none */
  readonly ipBlocks?: string[];
}

/** Properties of `ZeroTrust`. */
export interface ZeroTrustProps {
  /** How far it reaches. */
  readonly scope: ZeroTrustScope;
  /**
   * The waypoints on the way to the workloads of the scope, which are closed, and which the workloads admit, their canaries among them. Of
   * namespaces, all must be in these; of the mesh, others are closed too, and admitted nowhere. Not those of other products, or sandwiches.
   */
  readonly waypoints: IWaypoint[];
  /**
   * Ingress gateways that go on working. Without it, a gateway in the scope is closed itself.
   * @default - none
   */
  readonly ingressGateways?: ZeroTrustIngress[];
  /**
   * Who may scrape metrics. Those of waypoints are on ports of their own, where no policy is asked.
   * @default - nobody
   */
  readonly scraping?: ZeroTrustScraping;
  /**
   * How the names of the AuthorizationPolicies begin.
   * @default - the id of the construct
   */
  readonly policyName?: string;
}
