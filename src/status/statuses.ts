import { boundObjectStatuses } from './bound-objects';
import { gatewayStatuses } from './gateways';
import type { ObjectStatus } from './object-status';
import { policyStatuses } from './policies';
import { routeStatuses } from './routes';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareRefs } from '../mesh/object-ref';

/** The status of all objects to which istiod writes one, by namespace, kind and name; parts of one object in their order. */
export function statusesOf(mesh: MeshObjects): ObjectStatus[] {
  return [...boundObjectStatuses(mesh), ...policyStatuses(mesh), ...routeStatuses(mesh), ...gatewayStatuses(mesh)]
    .sort((a, b) => compareRefs(a.manifest, b.manifest));
}
