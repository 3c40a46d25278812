import type { Rule } from './rule';
import { Severity } from './rule';
import { WAYPOINT_FOR } from '../istio/labels';
import { TRAFFIC_TYPES } from '../istio/traffic-types';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';

export const invalidWaypointFor: Rule = {
  id: 'invalid-waypoint-for',
  severity: Severity.ERROR,
  summary: 'the label waypoint-for has a value that Istio does not know',
  why: 'such a waypoint takes no traffic at all, as with "none": what names it is not bound, and traffic goes direct',
  fix: 'write "service", "workload", "all" or "none", in lower case',
  *check(mesh) {
    for (const subject of [...mesh.all(GATEWAY), ...mesh.all(GATEWAY_CLASS)]) {
      const value = Object.hasOwn(subject.labels, WAYPOINT_FOR) ? subject.labels[WAYPOINT_FOR] : undefined;
      if (value === undefined || TRAFFIC_TYPES.includes(value)) continue;
      const meant = TRAFFIC_TYPES.find((type) => [type, `${type}s`].includes(value.toLowerCase()));
      yield {
        subject,
        path: ['metadata', 'labels', WAYPOINT_FOR],
        message: `"${value}" is none of ${TRAFFIC_TYPES.map((type) => `"${type}"`).join(', ')}`,
        ...meant && { edit: { kind: 'set', value: meant } },
      };
    }
  },
};
