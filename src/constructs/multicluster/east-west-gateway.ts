import { Construct } from 'constructs';
import type { GatewaySpec } from '../../../imports/gateway.networking.k8s.io';
import { EAST_WEST_CLASS, HBONE_PORT, HBONE_PROTOCOL } from '../../istio/classes';
import { GATEWAY_API_VERSION } from '../../istio/groups';
import { EAST_WEST_COMPONENT, NETWORK, REVISION } from '../../istio/labels';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import { defineObject } from '../define-object';
import { LabelLedger } from '../enrollment/label-ledger';
import { Istio } from '../istio';
import { checkLabelName, namespaceOf } from '../names';
import { ObjectRef } from '../object-ref';
import type { Plain } from '../plain';
import { generatedMetadata } from '../waypoint/generated-metadata';

/** Properties of `EastWestGateway`. */
export interface EastWestGatewayProps {
  /** The network that the gateway lets others into: that of its cluster, as istiod knows it (`global.network`). */
  readonly network: string;
  /**
   * The name of the Gateway.
   * @default 'istio-eastwestgateway'
   */
  readonly gatewayName?: string;
  /**
   * The root namespace of the mesh, where the gateway has to be.
   * @default 'istio-system'
   */
  readonly rootNamespace?: string;
  /**
   * The revision or tag of the control plane that runs the gateway (`istio.io/rev`).
   * @default - the default revision, or that of the namespace
   */
  readonly revision?: string;
  /**
   * Labels for what is generated from the Gateway, the pods among it. A change restarts them.
   * @default - a label of this library and that of the network, because without any all labels of the Gateway would be copied
   */
  readonly infrastructureLabels?: { [key: string]: string };
  /**
   * Annotations for what is generated from the Gateway, the pods among it. A change restarts them.
   * @default - an annotation of this library, because without any all annotations of the Gateway would be copied
   */
  readonly infrastructureAnnotations?: { [key: string]: string };
  /**
   * Whether what is generated from the Gateway gets labels and an annotation of this library. They keep Istio from copying all those of
   * the Gateway to the pods, where each change of one restarts them. Write `false` for a Gateway that exists without them.
   * @default true
   */
  readonly infrastructureDefaults?: boolean;
}

/**
 * The gateway by which pods and waypoints of other networks reach the global Services of a cluster (`Enrollment` with `global`), and
 * the label that says in which network the root namespace is.
 *
 * Needs Istio 1.27 with `AMBIENT_ENABLE_MULTI_NETWORK`, which is off by default. A request that has passed a waypoint already does not
 * pass that of this cluster again; one from an ingress gateway does if its Service says so (`ingress`, from 1.31 on).
 * @see istio pilot/pkg/networking/core/listener_waypoint.go buildWaypointInternal
 * @example
 * import type { Chart } from 'cdk8s';
 * import { EastWestGateway, Enrollment, ObjectRef } from 'cdk8s-waypoint';
 *
 * declare const chart: Chart;
 *
 * new EastWestGateway(chart, 'east-west', { network: 'network-1' });
 * new Enrollment(chart, 'global', { objects: [ObjectRef.service('cart', { namespace: 'shop' })], global: true });
 */
export class EastWestGateway extends Construct {
  /** The name of the Gateway. */
  public readonly gatewayName: string;

  constructor(scope: Construct, id: string, props: EastWestGatewayProps) {
    super(scope, id);
    Istio._require(this, 'eastWestGateways', 'a gateway between networks of the ambient mesh');
    const namespace = namespaceOf(this, props.rootNamespace ?? ROOT_NAMESPACE);
    this.gatewayName = checkLabelName(this, 'gateway name', props.gatewayName ?? 'istio-eastwestgateway');
    const labels = { [NETWORK]: checkLabelName(this, 'network', props.network) };
    LabelLedger.of(this).declare(this, ObjectRef.namespace(namespace)._at(this), { labels, annotations: {} });
    // Istio writes the network of its own values on pods only where the Gateway names none.
    const infrastructure = generatedMetadata({ name: this.gatewayName, component: EAST_WEST_COMPONENT, labels }, props);
    const spec: Plain<GatewaySpec> = {
      gatewayClassName: EAST_WEST_CLASS,
      ...(Object.keys(infrastructure).length > 0 && { infrastructure }),
      listeners: [{
        name: 'mesh',
        port: HBONE_PORT,
        protocol: HBONE_PROTOCOL,
        tls: { mode: 'Terminate', options: { 'gateway.istio.io/tls-terminate-mode': 'ISTIO_MUTUAL' } },
        allowedRoutes: { namespaces: { from: 'Same' } },
      }],
    };
    defineObject(this, 'Resource', {
      apiVersion: GATEWAY_API_VERSION,
      kind: 'Gateway',
      namespace,
      name: this.gatewayName,
      property: 'gatewayName',
      labels: { ...labels, ...(props.revision && { [REVISION]: props.revision }) },
    }, { spec });
  }
}
