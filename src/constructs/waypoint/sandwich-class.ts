import { InboundBinding } from './inbound-binding';
import type { WaypointServiceType } from './waypoint-props';
import {
  AGENTGATEWAY_WAYPOINT_CLASS, AGENTGATEWAY_WAYPOINT_CONTROLLER, GATEWAY_CONTROLLER, INGRESS_CLASS, KGATEWAY_WAYPOINT_CLASS,
} from '../../istio/classes';

/** How the proxy of a class takes the traffic of services. */
export enum SandwichListeners {
  /** ztunnel opens the tunnel; the proxy has HTTP listeners for the host names of the services. */
  HOSTNAMES = 'hostnames',
  /** ztunnel opens the tunnel and sends all to one port by the PROXY protocol. */
  PROXY = 'proxy',
  /** The proxy opens the tunnel itself. */
  HBONE = 'hbone',
}

/** What there is to know of a GatewayClass whose Gateways serve as waypoints. */
export interface SandwichClassOptions {
  /** The name of the GatewayClass. */
  readonly className: string;
  /**
   * The controller of the GatewayClass.
   * @default - not known; then the GatewayClass cannot be defined here
   */
  readonly controllerName?: string;
  /**
   * How the proxy takes traffic.
   * @default SandwichListeners.HOSTNAMES
   */
  readonly listeners?: SandwichListeners;
  /**
   * How ztunnel hands connections to the proxy.
   * @default - no annotation: plain, at the port that the client addressed
   */
  readonly inboundBinding?: InboundBinding;
  /**
   * Whether ztunnel captures the pods of the proxy. A proxy that opens the tunnel itself must not be captured.
   * @default true, with HBONE listeners false
   */
  readonly captured?: boolean;
  /**
   * What is added to the name of the Gateway in the names of the Deployment, the Service and the ServiceAccount.
   * @default - nothing
   */
  readonly nameSuffix?: string;
  /**
   * Annotations that every Gateway of the class needs to serve as a waypoint.
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** A GatewayClass whose Gateways can serve as waypoints without being Istio's own `istio-waypoint`. */
export class SandwichClass {
  /**
   * Istio's ingress gateway as a waypoint. Its Service becomes a ClusterIP, so that the Gateway's address is one in the
   * cluster, and a ProxyConfig keeps it from opening tunnels, because ztunnel does that.
   * @see istio tests/integration/ambient/waypoint_test.go TestSimpleHTTPSandwich
   */
  public static istio(): SandwichClass {
    return new SandwichClass({
      className: INGRESS_CLASS,
      controllerName: GATEWAY_CONTROLLER,
      nameSuffix: '-istio',
    }, true);
  }

  /**
   * Envoy Gateway. It must run in Gateway Namespace mode, so that its proxies are in the namespace of the Gateway.
   * @param className the name of its GatewayClass; by default `eg`
   */
  public static envoyGateway(className: string = 'eg'): SandwichClass {
    return new SandwichClass({ className, controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' });
  }

  /** kgateway's class for waypoints. It reads routes with Services as parents. */
  public static kgateway(): SandwichClass {
    return new SandwichClass({
      className: KGATEWAY_WAYPOINT_CLASS,
      controllerName: 'kgateway.dev/kgateway',
      listeners: SandwichListeners.PROXY,
      inboundBinding: InboundBinding.proxy(15088),
    });
  }

  /**
   * agentgateway, run by Istio. It reads routes with Services as parents, and none of Istio's own policies. Needs Istio
   * 1.31 with `PILOT_ENABLE_AGENTGATEWAY`.
   */
  public static agentgateway(): SandwichClass {
    return new SandwichClass({
      className: AGENTGATEWAY_WAYPOINT_CLASS,
      controllerName: AGENTGATEWAY_WAYPOINT_CONTROLLER,
      listeners: SandwichListeners.HBONE,
    });
  }

  /** Any other class. */
  public static of(options: SandwichClassOptions): SandwichClass {
    return new SandwichClass(options);
  }

  /** The name of the GatewayClass. */
  public readonly className: string;
  /** The controller of the GatewayClass, if it is known. */
  public readonly controllerName?: string;
  /** How the proxy takes traffic. */
  public readonly listeners: SandwichListeners;
  /** How ztunnel hands connections to the proxy, if the Gateway says so. */
  public readonly inboundBinding?: InboundBinding;
  /** Whether ztunnel captures the pods of the proxy. */
  public readonly captured: boolean;
  /** What is added to the name of the Gateway in generated names. */
  public readonly nameSuffix: string;
  /** @internal */
  public readonly _annotations: { [key: string]: string };

  private constructor(options: SandwichClassOptions, private readonly isIstioIngress: boolean = false) {
    this.className = options.className;
    this.controllerName = options.controllerName;
    this.listeners = options.listeners ?? SandwichListeners.HOSTNAMES;
    this.inboundBinding = options.inboundBinding;
    this.captured = options.captured ?? this.listeners !== SandwichListeners.HBONE;
    this.nameSuffix = options.nameSuffix ?? '';
    this._annotations = options.annotations ?? {};
  }

  /**
   * Whether the proxy is Istio's own and would open tunnels itself.
   * @internal
   */
  public get _opensTunnels(): boolean {
    return this.isIstioIngress;
  }

  /**
   * The type of the generated Service that a waypoint of this class needs.
   * @internal
   */
  public _serviceType(clusterIp: WaypointServiceType): WaypointServiceType | undefined {
    return this.isIstioIngress ? clusterIp : undefined;
  }
}
