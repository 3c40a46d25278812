import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { AllowedNamespaces } from './allowed-namespaces';
import type { GatewayShape } from './gateway';
import { HostnameForm } from './hostname-form';
import type { InboundBinding } from './inbound-binding';
import { noteForeignClass } from './known-classes';
import { requireKinds } from './required-kinds';
import { SandwichListeners } from './sandwich-class';
import type { SandwichClass } from './sandwich-class';
import { hostnamesOf, sandwichListeners } from './sandwich-listeners';
import { TrafficType } from './traffic-type';
import { Waypoint } from './waypoint';
import type { WaypointProps } from './waypoint-props';
import { WaypointServiceType } from './waypoint-props';
import type { ProxyConfigSpec } from '../../../imports/networking.istio.io';
import { AGENTGATEWAY_WAYPOINT_CLASS } from '../../istio/classes';
import { GATEWAY_API_VERSION, PROXY_CONFIG_VERSION } from '../../istio/groups';
import { DATAPLANE_MODE, GATEWAY_NAME, NAME_OVERRIDE, WAYPOINT_INBOUND_BINDING } from '../../istio/labels';
import { claimAlone } from '../claims';
import { withoutNamespace } from '../cluster-scoped';
import { defineObject } from '../define-object';
import { DataplaneMode, Enrollment } from '../enrollment/enrollment';
import { Istio } from '../istio';
import { checkObjectName, clusterDomainOf } from '../names';
import type { ObjectRef } from '../object-ref';
import type { Plain } from '../plain';
import { problem } from '../problem';
import { Backend } from '../routing/backend';
import { HttpRoute } from '../routing/http-route';
import { RouteParent } from '../routing/route-parent';

/** A Service behind a sandwich waypoint. */
export interface SandwichService {
  /** The Service. */
  readonly service: ObjectRef;
  /** Its ports that speak HTTP. At least one. */
  readonly ports: number[];
  /**
   * Whether a route is made that sends all requests to the Service. Write `false` to declare an `HttpRoute` with
   * `RouteParent.sandwich(…)` instead. Classes that read routes of Services get none.
   * @default true
   */
  readonly route?: boolean;
  /**
   * The name of that route.
   * @default - the name of the Service; with several ports, and the port
   */
  readonly routeName?: string;
}

/** Properties of `SandwichWaypoint`. */
export interface SandwichWaypointProps extends WaypointProps {
  /** The class of the Gateway. */
  readonly gatewayClass: SandwichClass;
  /**
   * Whether to define the GatewayClass too.
   * @default false, because the product that has the class defines it
   */
  readonly defineGatewayClass?: boolean;
  /** The Services behind the waypoint. At least one. */
  readonly services: SandwichService[];
  /**
   * How ztunnel hands connections to the proxy.
   * @default - as the class needs it
   */
  readonly inboundBinding?: InboundBinding;
  /**
   * The forms of host names that clients may use.
   * @default - all four
   */
  readonly hostnameForms?: HostnameForm[];
  /**
   * The domain of the cluster.
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
}

/**
 * A waypoint of another GatewayClass than Istio's: ztunnel opens the tunnel before the proxy and closes it behind, hence
 * the name. Policies of Istio that target Services have no effect there; the product's own policies do.
 * @see istio tests/integration/ambient/waypoint_test.go TestSimpleHTTPSandwich
 */
export class SandwichWaypoint extends Waypoint {
  constructor(scope: Construct, id: string, props: SandwichWaypointProps) {
    super(scope, id, withGeneratedNames(props), props.lifecycle);
    const { gatewayClass } = props;
    if (gatewayClass.className === AGENTGATEWAY_WAYPOINT_CLASS) Istio._require(this, 'agentgatewayWaypoints', `class "${gatewayClass.className}"`);
    noteForeignClass(this, gatewayClass.className);
    this.checkInfrastructure(props);
    requireKinds(this, 'services', props.services.map(({ service }) => service), ['Service']);
    const allowed = this.allowedNamespaces(props);
    const serviceType = props.serviceType ?? gatewayClass._serviceType(WaypointServiceType.CLUSTER_IP);
    const trafficType = props.trafficType ?? TrafficType.SERVICE;
    this._define({ ...props, serviceType, trafficType }, allowed, (parameters) => this.shape(props, allowed, parameters));
    if (props.defineGatewayClass) this.defineClass(gatewayClass);
    if (gatewayClass._opensTunnels) this.keepFromOpeningTunnels();
    new Enrollment(this, 'enrollment', { objects: props.services.map(({ service }) => service), waypoint: this });
    if (gatewayClass.listeners === SandwichListeners.HOSTNAMES) this.defineRoutes(props);
  }

  private checkInfrastructure({ infrastructure, gatewayClass: { className, controllerName } }: SandwichWaypointProps): void {
    if (!infrastructure || !controllerName || controllerName.startsWith('istio.io/')) return;
    throw problem(this, `has "infrastructure", which class "${className}" ignores, since "${controllerName}" deploys it, not istiod: remove it, and write the parameters of that product`);
  }

  private allowedNamespaces({ allowedNamespaces, gatewayClass }: SandwichWaypointProps): AllowedNamespaces {
    if (allowedNamespaces && gatewayClass.listeners === SandwichListeners.HOSTNAMES) {
      throw problem(this, `has "allowedNamespaces", which Istio reads from no listener of class "${gatewayClass.className}": remove it; only its own namespace can use the waypoint`);
    }
    if (allowedNamespaces && gatewayClass.listeners === SandwichListeners.PROXY && !Istio._supports(this, 'boundListener')) {
      throw problem(this, `has "allowedNamespaces", which Istio reads from a listener for the PROXY protocol from 1.26 on, and the app is for ${Istio._of(this)}: `
        + 'remove it, as only its own namespace can use the waypoint, or raise Istio.version');
    }
    return allowedNamespaces ?? AllowedNamespaces.same();
  }

  private shape(props: SandwichWaypointProps, allowed: AllowedNamespaces, parameters?: string): GatewayShape {
    const { gatewayClass } = props;
    const binding = props.inboundBinding ?? gatewayClass.inboundBinding;
    const captured: Record<string, string> = gatewayClass.captured ? { [DATAPLANE_MODE]: DataplaneMode.AMBIENT } : {};
    return {
      className: checkObjectName(this, 'gateway class', gatewayClass.className),
      listeners: sandwichListeners(this, {
        listeners: gatewayClass.listeners,
        binding,
        services: props.services.map(({ service, ports }) => ({ service: service._at(this), ports: this.checkPorts(service, ports) })),
        forms: this.hostnameForms(props),
        clusterDomain: clusterDomainOf(this, props.clusterDomain),
        allowed,
      }),
      labels: captured,
      // The labels have to be on the pods: one makes ztunnel capture them, by the other Istio knows whose pods they are.
      infrastructureLabels: { ...captured, ...(!gatewayClass._opensTunnels && { [GATEWAY_NAME]: this.waypointName }) },
      annotations: {
        ...gatewayClass._annotations,
        ...(binding && { [WAYPOINT_INBOUND_BINDING]: binding._render(this) }),
        ...(props.deploymentName && { [NAME_OVERRIDE]: props.deploymentName }),
      },
      parameters,
    };
  }

  private hostnameForms({ hostnameForms }: SandwichWaypointProps): HostnameForm[] {
    if (hostnameForms?.length === 0) throw problem(this, '"hostnameForms" is empty: list at least one, or leave it out');
    return [...new Set(hostnameForms ?? Object.values(HostnameForm))];
  }

  private checkPorts(service: ObjectRef, ports: readonly number[]): readonly number[] {
    if (ports.length === 0) throw problem(this, `Service "${service.objectName}" has no ports: list at least one`);
    return ports;
  }

  private defineClass({ className, controllerName }: SandwichClass): void {
    if (!controllerName) throw problem(this, `the controller of class "${className}" is not known: write "controllerName" in SandwichClass.of(…)`);
    claimAlone(this, `GatewayClass ${className}`, 'write "defineGatewayClass" in one of them only');
    withoutNamespace(new ApiObject(this, 'class', {
      apiVersion: GATEWAY_API_VERSION,
      kind: 'GatewayClass',
      metadata: { name: className },
      spec: { controllerName },
    }));
  }

  private keepFromOpeningTunnels(): void {
    const spec: Plain<ProxyConfigSpec> = {
      selector: { matchLabels: { [GATEWAY_NAME]: this.waypointName } },
      environmentVariables: { ISTIO_META_DISABLE_HBONE_SEND: 'true' },
    };
    defineObject(this, 'proxy-config', {
      apiVersion: PROXY_CONFIG_VERSION,
      kind: 'ProxyConfig',
      namespace: this.waypointNamespace,
      name: `${this.waypointName}-no-hbone`,
      property: 'waypointName',
    }, { spec });
  }

  private defineRoutes(props: SandwichWaypointProps): void {
    for (const { service, ports, route, routeName } of props.services) {
      if (route === false) continue;
      for (const port of ports) {
        const name = [routeName ?? service.objectName, ports.length > 1 ? port : undefined].filter(Boolean).join('-');
        new HttpRoute(this, `route-${service.objectName}-${port}`, {
          parents: [RouteParent.sandwich(this)],
          hostnames: hostnamesOf(service._at(this), this.hostnameForms(props), clusterDomainOf(this, props.clusterDomain)),
          backends: [Backend.service(service, { port })],
          routeName: name,
        });
      }
    }
  }
}

function withGeneratedNames(props: SandwichWaypointProps) {
  const generated = `${props.waypointName ?? 'waypoint'}${props.gatewayClass.nameSuffix}`;
  const deploymentName = props.deploymentName ?? generated;
  return { ...props, deploymentName, serviceAccountName: props.serviceAccountName ?? deploymentName };
}
