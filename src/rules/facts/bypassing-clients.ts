import { isAmbient } from './capture';
import { DATAPLANE_MODE, GATEWAY_NAME, INJECTION } from '../../istio/labels';
import type { Evidence } from '../../mesh/evidence';
import { findLabel } from '../../mesh/evidence';
import { NAMESPACE } from '../../mesh/kinds/core';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { workloadsOf } from '../../registry/workloads';

/** Clients that no ztunnel sends to a waypoint, and why. */
export interface BypassingClient extends Evidence {
  readonly why: string;
}

/** The clients in the input that reach every service around its waypoint: pods with sidecars, and those that opt out of capture. */
export const bypassingClients = remember((mesh: MeshObjects): readonly BypassingClient[] => [
  ...mesh.all(NAMESPACE).filter(({ labels }) => labels[INJECTION] === 'enabled' && !isAmbient(labels)).map((manifest) =>
    ({ manifest, path: ['metadata', 'labels', INJECTION], why: 'its pods have sidecars, which never use a waypoint' })),
  ...mesh.all(NAMESPACE).filter(({ labels }) => labels[DATAPLANE_MODE] === 'none').map((manifest) =>
    ({ manifest, path: ['metadata', 'labels', DATAPLANE_MODE], why: 'opted out of capture: what its pods send passes no waypoint' })),
  ...workloadsOf(mesh).flatMap(({ subject: { manifest, labels }, labels: own }) => {
    const mode = findLabel(labels, DATAPLANE_MODE);
    if (mode?.value !== 'none' || Object.hasOwn(own, GATEWAY_NAME) || !isAmbient(mesh.namespace(manifest.namespace).labels)) return [];
    return [{ manifest, path: mode.path, why: 'opted out of capture: what it sends passes no waypoint' }];
  }),
]);
