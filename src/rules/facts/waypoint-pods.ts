import type { Gateway } from './gateways';
import { partsOf } from './parts';
import { waypointScalings } from './waypoint-scaling';
import { MANAGED_BY_MESH_CONTROLLER } from '../../istio/classes';
import { DATAPLANE_MODE, GATEWAY_CLASS_NAME, GATEWAY_NAME, MANAGED, SIDECAR_INJECT } from '../../istio/labels';
import type { StringMap } from '../../mesh/fields';
import { isMapping } from '../../mesh/fields';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

const overlaid = remember((mesh: MeshObjects) => new Map(waypointScalings(mesh).map(({ gateway, deployments }) =>
  [gateway, Object.assign({}, ...deployments.flatMap(({ spec }) => partsOf(spec, ['template', 'metadata', 'labels'])).filter(isMapping)) as StringMap])));

/**
 * The labels that the pods of a waypoint will have: those that Istio writes, those of the Gateway, and those of overlays.
 * @see istio manifests/charts/istio-control/istio-discovery/files/waypoint.yaml
 */
export function waypointPodLabels(mesh: MeshObjects, gateway: Gateway): StringMap {
  return {
    [DATAPLANE_MODE]: 'none',
    [SIDECAR_INJECT]: 'false',
    ...gateway.body.spec?.infrastructure?.labels ?? gateway.labels,
    [GATEWAY_NAME]: gateway.name,
    [GATEWAY_CLASS_NAME]: gateway.body.spec?.gatewayClassName ?? '',
    [MANAGED]: MANAGED_BY_MESH_CONTROLLER,
    ...overlaid(mesh).get(gateway),
  };
}
