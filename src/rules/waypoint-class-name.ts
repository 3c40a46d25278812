import type { Rule } from './rule';
import { Severity } from './rule';
import { MESH_CONTROLLER } from '../istio/classes';
import { GATEWAY_CLASS } from '../mesh/kinds/gateway-api';

export const waypointClassName: Rule = {
  id: 'waypoint-class-name',
  severity: Severity.WARNING,
  summary: 'the name of a GatewayClass for waypoints does not contain "waypoint"',
  why: 'Istio looks for that word in the name: without it the proxies get the labels of an ingress gateway, and no label for their network',
  fix: 'name the class so that it contains "waypoint"',
  *check(mesh) {
    for (const gatewayClass of mesh.all(GATEWAY_CLASS)) {
      const { name, body: { spec } } = gatewayClass;
      if (spec?.controllerName !== MESH_CONTROLLER || name.includes('waypoint') || name.includes('east-west')) continue;
      yield { subject: gatewayClass, path: ['metadata', 'name'], message: `"${name}" has the controller ${MESH_CONTROLLER}, and no "waypoint" in its name` };
    }
  },
};
