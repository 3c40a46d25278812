import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { AllowedNamespaces } from './allowed-namespaces';
import { generatedMetadata } from './generated-metadata';
import { TrafficType } from './traffic-type';
import type { WaypointProps } from './waypoint-props';
import type { GatewaySpec, GatewaySpecListeners } from '../../../imports/gateway.networking.k8s.io';
import { HBONE_PORT, HBONE_PROTOCOL } from '../../istio/classes';
import { GATEWAY_API_VERSION } from '../../istio/groups';
import { NAME_OVERRIDE, REVISION, SERVICE_ACCOUNT, SERVICE_TYPE, WAYPOINT_COMPONENT, WAYPOINT_FOR } from '../../istio/labels';
import { checkLabels, checkLabelValue } from '../check-labels';
import { ownCopy } from '../own-copy';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** A listener of a Gateway, as in its manifest. */
export type Listener = Plain<GatewaySpecListeners>;

/** What kinds of waypoints differ in. */
export interface GatewayShape {
  readonly className: string;
  readonly listeners: readonly Listener[];
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly infrastructureLabels?: Record<string, string>;
  /** The name of the ConfigMap behind `parametersRef`. */
  readonly parameters?: string;
}

/** Labels and annotations that have a property of their own. */
const OWN_PROPERTIES: Record<string, string> = {
  [WAYPOINT_FOR]: 'trafficType',
  [REVISION]: 'revision',
  [SERVICE_TYPE]: 'serviceType',
  [SERVICE_ACCOUNT]: 'serviceAccountName',
  [NAME_OVERRIDE]: 'deploymentName',
};

/** The Gateway of a waypoint, with every default of its schema written out. */
export function defineGateway(scope: Construct, name: string, namespace: string, props: WaypointProps, shape: GatewayShape): ApiObject {
  checkMetadata(scope, props);
  const spec: Plain<GatewaySpec> = {
    gatewayClassName: shape.className,
    ...infrastructureOf(name, props, shape),
    listeners: shape.listeners,
  };
  return new ApiObject(scope, 'Resource', ownCopy({
    apiVersion: GATEWAY_API_VERSION,
    kind: 'Gateway',
    metadata: { name, namespace, labels: gatewayLabels(props, shape), annotations: gatewayAnnotations(props, shape) },
    spec,
  }));
}

/** What Istio copies to all that it generates for the Gateway, and where the overlay of that is. */
function infrastructureOf(name: string, props: WaypointProps, shape: GatewayShape): Pick<Plain<GatewaySpec>, 'infrastructure'> {
  const infrastructureLabels = { ...shape.infrastructureLabels, ...props.infrastructureLabels };
  const infrastructure = {
    ...generatedMetadata({ name, component: WAYPOINT_COMPONENT }, { ...props, infrastructureLabels }),
    ...(shape.parameters && { parametersRef: { group: '', kind: 'ConfigMap', name: shape.parameters } }),
  };
  return Object.keys(infrastructure).length > 0 ? { infrastructure } : {};
}

/** The listener by which an Istio waypoint takes traffic; its `allowedRoutes` say who may use the waypoint. */
export function hboneListener(scope: Construct, allowed: AllowedNamespaces): Listener {
  return { name: 'mesh', port: HBONE_PORT, protocol: HBONE_PROTOCOL, allowedRoutes: allowed._render(scope) };
}

function gatewayLabels(props: WaypointProps, shape: GatewayShape): Record<string, string> {
  return {
    ...(props.trafficType !== TrafficType.CLASS_DEFAULT && props.trafficType !== undefined && { [WAYPOINT_FOR]: props.trafficType }),
    ...(props.revision && { [REVISION]: props.revision }),
    ...shape.labels,
    ...props.labels,
  };
}

function gatewayAnnotations(props: WaypointProps, shape: GatewayShape): Record<string, string> {
  return {
    ...(props.serviceType && { [SERVICE_TYPE]: props.serviceType }),
    ...(props.serviceAccountName && { [SERVICE_ACCOUNT]: props.serviceAccountName }),
    ...shape.annotations,
    ...props.annotations,
  };
}

function checkMetadata(scope: Construct, props: WaypointProps): void {
  for (const [property, map] of Object.entries({ labels: props.labels, annotations: props.annotations })) {
    for (const key of Object.keys(map ?? {})) {
      const own = OWN_PROPERTIES[key];
      if (own) throw problem(scope, `"${property}" has "${key}": write the property "${own}" instead`);
    }
  }
  const { labels = {}, infrastructureLabels = {}, revision = '' } = props;
  for (const [property, map] of Object.entries({ labels, infrastructureLabels })) checkLabels(scope, `"${property}"`, map);
  checkLabelValue(scope, 'revision', revision);
}
