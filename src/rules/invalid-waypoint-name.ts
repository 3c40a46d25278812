import { claimsOf, isWaypointName } from './facts/claims';
import type { Rule } from './rule';
import { Severity } from './rule';
import { NO_WAYPOINT } from '../istio/labels';

export const invalidWaypointName: Rule = {
  id: 'invalid-waypoint-name',
  severity: Severity.ERROR,
  summary: 'the value of a use-waypoint label is no name that a waypoint can have',
  why: 'any value but "none" ends the search for a waypoint: nothing is bound, and traffic goes direct',
  fix: 'write the name of the Gateway alone, "none" in lower case, or remove the label; the namespace goes into istio.io/use-waypoint-namespace',
  *check(mesh) {
    for (const { owner, evidence, waypoint } of claimsOf(mesh)) {
      if (!waypoint || isWaypointName(waypoint.name)) continue;
      const { name } = waypoint;
      const edit = name.toLowerCase() === NO_WAYPOINT ? { kind: 'set', value: NO_WAYPOINT } as const : undefined;
      yield { subject: owner, path: evidence.path, message: complaint(name), ...edit && { edit } };
    }
  },
};

function complaint(name: string): string {
  if (name === '') return 'the value is empty, which is not "none": Istio looks for a Gateway without name';
  if (name.toLowerCase() === NO_WAYPOINT) return `"${name}" is not "none": Istio looks for a Gateway of that name`;
  const [namespace, ...rest] = name.split('/');
  if (rest.length > 0) return `"${name}" names a namespace, expected "${rest.join('/')}" and the label istio.io/use-waypoint-namespace: ${namespace}`;
  return `no Gateway can be named "${name}", expected lower case letters, digits and "-"`;
}
