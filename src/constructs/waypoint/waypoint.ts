import type { ApiObject } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { AllowedNamespaces } from './allowed-namespaces';
import type { WaypointCanary } from './canary';
import { claimDeployedName } from './deployed-name';
import { usesWhileDraining } from './drained-waypoint';
import type { GatewayShape } from './gateway';
import { defineGateway } from './gateway';
import { WaypointLifecycle } from './waypoint-lifecycle';
import { checkWaypointName } from './waypoint-name';
import type { WaypointIdentity, WaypointProps } from './waypoint-props';
import { checkLabelName, namespaceOf, trustDomainOf } from '../names';
import { claimObjectName } from '../object-name';
import { fixedReplicas, forgetAutoscalers, isAutoscaled, noteAutoscaler } from '../scaling/replicas';
import { waypointContainers } from '../scaling/scaling-target';
import { WaypointAutoscaler } from '../scaling/waypoint-autoscaler';
import { WaypointDisruptionBudget } from '../scaling/waypoint-disruption-budget';
import { WaypointInfrastructure } from '../scaling/waypoint-infrastructure';
import { enforceTraversal } from '../security/traversal';
import type { ZtunnelAuthorization } from '../security/ztunnel-authorization';
import type { ZtunnelTarget } from '../security/ztunnel-target';

/** A waypoint proxy, declared here or elsewhere. */
export interface IWaypoint extends IConstruct, kplus.IScalable {
  /** The name of the Gateway. */
  readonly waypointName: string;
  /** The namespace of the Gateway. */
  readonly waypointNamespace: string;
  /** The name of the ServiceAccount that the pods of the waypoint run as. */
  readonly serviceAccountName: string;
  /** The identity of the waypoint as policies name it: the SPIFFE id without `spiffe://`. */
  readonly waypointPrincipal: string;
  /** The name of the Deployment that is generated for the Gateway. */
  readonly deploymentName: string;
  /** Whether labels may name the waypoint. */
  readonly lifecycle: WaypointLifecycle;
  /** The second waypoint that takes over from it, if there is one. */
  readonly canary?: WaypointCanary;

  /**
   * Whether objects of a namespace may use the waypoint.
   * @returns undefined where that depends on labels that are not known here
   */
  admits(namespace: string): boolean | undefined;
}

/** What is known of a waypoint that exists elsewhere. */
export interface WaypointAttributes {
  /** The name of the Gateway. */
  readonly waypointName: string;
  /** The namespace of the Gateway. */
  readonly namespace: string;
  /**
   * The ServiceAccount of the waypoint's pods.
   * @default - the name of the waypoint
   */
  readonly serviceAccountName?: string;
  /**
   * The name of its Deployment.
   * @default - the name of the waypoint
   */
  readonly deploymentName?: string;
  /**
   * The trust domain of the mesh.
   * @default 'cluster.local'
   */
  readonly trustDomain?: string;
}

/** What all waypoints share: their names and what hangs on them. */
export abstract class Waypoint extends Construct implements IWaypoint {
  /** Refers to a waypoint that is declared elsewhere. */
  public static fromWaypointAttributes(scope: Construct, id: string, attributes: WaypointAttributes): IWaypoint {
    return new ImportedWaypoint(scope, id, attributes);
  }

  public readonly waypointName: string;
  public readonly waypointNamespace: string;
  public readonly serviceAccountName: string;
  public readonly waypointPrincipal: string;
  public readonly deploymentName: string;
  public readonly lifecycle: WaypointLifecycle;
  public readonly canary?: WaypointCanary;

  /** @internal */
  protected _allowedNamespaces?: AllowedNamespaces;

  constructor(scope: Construct, id: string, identity: WaypointIdentity = {}, lifecycle: WaypointLifecycle = WaypointLifecycle.SERVING) {
    super(scope, id);
    this.waypointName = checkWaypointName(this, identity.waypointName ?? 'waypoint');
    this.waypointNamespace = namespaceOf(this, identity.namespace);
    this.serviceAccountName = checkLabelName(this, 'service account', identity.serviceAccountName ?? this.waypointName);
    this.deploymentName = checkLabelName(this, 'deployment name', identity.deploymentName ?? this.waypointName);
    this.lifecycle = lifecycle;
    this.waypointPrincipal = `${trustDomainOf(this, identity.trustDomain)}/ns/${this.waypointNamespace}/sa/${this.serviceAccountName}`;
    if (lifecycle !== WaypointLifecycle.SERVING) this.node.addValidation({ validate: () => usesWhileDraining(this) });
  }

  /** Whether an autoscaler was attached, and not removed again. It may be set, as that of everything that cdk8s-plus scales. */
  public get hasAutoscaler(): boolean {
    return isAutoscaled(this);
  }

  public set hasAutoscaler(isScaled: boolean) {
    if (isScaled) noteAutoscaler(this, this);
    else forgetAutoscalers(this);
  }

  public admits(namespace: string): boolean | undefined {
    return this._allowedNamespaces?._admits(namespace, this.waypointNamespace);
  }

  /** Called by an autoscaler that scales the waypoint, such as that of cdk8s-plus. */
  public markHasAutoscaler(): void {
    this.hasAutoscaler = true;
  }

  /** What an autoscaler scales: the generated Deployment, never the Gateway. */
  public toScalingTarget(): kplus.ScalingTarget {
    return { kind: 'Deployment', apiVersion: 'apps/v1', name: this.deploymentName, containers: waypointContainers(), replicas: fixedReplicas(this) };
  }

  /**
   * Admits only the waypoint's identity to workloads, so that nothing reaches them around the waypoint. ztunnel enforces
   * it at the workload; pods outside the mesh, sidecars, ingress gateways that do not use the waypoint, and scrapers
   * are refused then.
   * @param workloads what to protect; at least one
   */
  public enforceTraversal(...workloads: ZtunnelTarget[]): ZtunnelAuthorization[] {
    return enforceTraversal(this, workloads);
  }

  /**
   * Defines the Gateway and all that hangs on it.
   * @internal
   */
  protected _define(props: WaypointProps, allowed: AllowedNamespaces, shape: (parameters?: string) => GatewayShape): ApiObject {
    claimObjectName(this, { kind: 'Gateway', namespace: this.waypointNamespace, name: this.waypointName, property: 'waypointName' });
    claimDeployedName(this);
    this._allowedNamespaces = allowed;
    const infrastructure = props.infrastructure
      && new WaypointInfrastructure(this, 'infrastructure', { ...props.infrastructure, waypoint: this });
    const gateway = defineGateway(this, this.waypointName, this.waypointNamespace, props, shape(infrastructure?.configMapName));
    if (props.scaling) new WaypointAutoscaler(this, 'autoscaler', { waypoint: this, scaling: props.scaling });
    if (props.disruption) new WaypointDisruptionBudget(this, 'disruption-budget', { ...props.disruption, waypoint: this });
    return gateway;
  }
}

/** A waypoint of which only the names are known. */
class ImportedWaypoint extends Waypoint {
  constructor(scope: Construct, id: string, attributes: WaypointAttributes) {
    super(scope, id, attributes);
  }
}
