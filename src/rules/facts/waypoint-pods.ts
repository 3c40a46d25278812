import type { Gateway } from './gateways';
import { partsOf } from './parts';
import { waypointScalings } from './waypoint-scaling';
import { proxyLabels } from '../../binding/gateway/proxy-labels';
import type { StringMap } from '../../mesh/fields';
import { isMapping } from '../../mesh/fields';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

const overlaid = remember((mesh: MeshObjects) => new Map(waypointScalings(mesh).map(({ gateway, deployments }) =>
  [gateway, Object.assign({}, ...deployments.flatMap(({ spec }) => partsOf(spec, ['template', 'metadata', 'labels'])).filter(isMapping)) as StringMap])));

/** The labels that the pods of a waypoint will have, with those of overlays. */
export function waypointPodLabels(mesh: MeshObjects, gateway: Gateway): StringMap {
  return { ...proxyLabels(gateway), ...overlaid(mesh).get(gateway) };
}
