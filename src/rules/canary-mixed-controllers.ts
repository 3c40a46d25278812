import { boundOf } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import { controllerOf } from '../binding/readiness';
import type { Waypoint } from '../binding/waypoint';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const canaryMixedControllers: Rule = {
  id: 'canary-mixed-controllers',
  severity: Severity.ERROR,
  summary: 'primary and canary waypoint have different controllers',
  why: 'Istio decides by the primary alone who programs the routes and policies of a Service: the other of both proxies does not get them',
  fix: 'use waypoints of one class, or classes of one controller, for both',
  *check(mesh) {
    const reported = new Set<Manifest>();
    for (const { canary, waypoint } of boundOf(mesh)) {
      if (canary?.reason !== 'WaypointAccepted' || reported.has(canary.evidence.manifest)) continue;
      const [primary, second] = [controllerName(mesh, waypoint), controllerName(mesh, canary.waypoint)];
      if (!primary || !second || primary === second) continue;
      const { manifest, path } = canary.evidence;
      reported.add(manifest);
      yield { subject: manifest, path, message: `the canary is one of ${second}, the primary one of ${primary}` };
    }
  },
};

function controllerName(mesh: MeshObjects, { gateway }: Waypoint): string | undefined {
  return gateway && controllerOf(mesh, gateway);
}
