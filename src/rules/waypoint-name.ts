import { isNamed } from './facts/claims';
import { isWaypoint } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { isManaged } from '../binding/gateway/deployment';
import { NAME_OVERRIDE, NO_WAYPOINT } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';

const LONGEST = 63;

export const waypointName: Rule = {
  id: 'waypoint-name',
  severity: Severity.ERROR,
  summary: 'a waypoint has a name that can\'t be used',
  why: 'its name becomes the value of labels and the name of a Service: at most 63 characters without dots, and "none" means no waypoint',
  fix: 'rename the Gateway, and the labels that name it',
  *check(mesh) {
    for (const gateway of mesh.all(GATEWAY)) {
      if (!isWaypoint(mesh, gateway) && !isNamed(mesh, gateway)) continue;
      const message = complaint(gateway.name, Object.hasOwn(gateway.annotations, NAME_OVERRIDE) || !isManaged(gateway));
      if (message) yield { subject: gateway, path: ['metadata', 'name'], message };
    }
  },
};

function complaint(name: string, isOverridden: boolean): string | undefined {
  if (name === NO_WAYPOINT) return 'a label that names it means no waypoint: "none" is reserved';
  if (name.length > LONGEST) return `the name has ${name.length} characters, expected at most ${LONGEST}`;
  const isServiceName = /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name);
  return isServiceName || isOverridden ? undefined : `no Service can be named "${name}": Istio can't make the one of the waypoint`;
}
