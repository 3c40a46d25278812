import { canariesOf } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import { controllerOf } from '../binding/gateway/controller';
import type { Waypoint } from '../binding/waypoint';
import { AGENTGATEWAY_WAYPOINT_CLASS, AGENTGATEWAY_WAYPOINT_CONTROLLER } from '../istio/classes';
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
    for (const { canary, bound: { waypoint } } of canariesOf(mesh)) {
      if (canary.reason !== 'WaypointAccepted' || reported.has(canary.evidence.manifest)) continue;
      const [primary, second] = [controllerName(mesh, waypoint), controllerName(mesh, canary.waypoint)];
      if (!primary || !second || primary === second) continue;
      const { manifest, path } = canary.evidence;
      reported.add(manifest);
      yield { subject: manifest, path, message: `the canary is one of ${second}, the primary one of ${primary}` };
    }
  },
};

/** The controller of a class that is not in the input and whose name says whose it is. */
function controllerName(mesh: MeshObjects, { gateway }: Waypoint): string | undefined {
  const isAgentgateway = gateway?.body.spec?.gatewayClassName === AGENTGATEWAY_WAYPOINT_CLASS;
  return gateway && (controllerOf(mesh, gateway) ?? (isAgentgateway ? AGENTGATEWAY_WAYPOINT_CONTROLLER : undefined));
}
