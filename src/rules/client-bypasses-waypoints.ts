import { boundOf } from './facts/bindings';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { findLabel } from '../binding/evidence';
import { DATAPLANE_MODE, GATEWAY_NAME } from '../istio/labels';
import { NAMESPACE } from '../mesh/kinds/core';
import type { MeshObjects } from '../mesh/mesh-objects';
import { workloadsOf } from '../registry/workloads';
import { isAmbient } from './facts/capture';

export const clientBypassesWaypoints: Rule = {
  id: 'client-bypasses-waypoints',
  severity: Severity.INFO,
  summary: 'pods reach every service around its waypoint',
  why: 'only clients that ztunnel captures are sent to waypoints: sidecars, and pods that opt out, dial the services direct, past all L7 policies',
  fix: 'capture the clients, or guard the services with an ALLOW policy at ztunnel that admits the waypoint alone',
  *check(mesh) {
    if (boundOf(mesh).length === 0) return;
    for (const namespace of mesh.all(NAMESPACE)) {
      if (namespace.labels['istio-injection'] !== 'enabled' || isAmbient(namespace.labels)) continue;
      yield { subject: namespace, path: ['metadata', 'labels', 'istio-injection'], message: 'its pods have sidecars, which never use a waypoint' };
    }
    yield* optedOut(mesh);
  },
};

function* optedOut(mesh: MeshObjects): Generator<Offence> {
  for (const { subject: { manifest, labels }, labels: own } of workloadsOf(mesh)) {
    const mode = findLabel(labels, DATAPLANE_MODE);
    if (mode?.value !== 'none' || Object.hasOwn(own, GATEWAY_NAME) || !isAmbient(mesh.namespace(manifest.namespace).labels)) continue;
    yield { subject: manifest, path: mode.path, message: 'opted out of capture: what it sends passes no waypoint' };
  }
}
