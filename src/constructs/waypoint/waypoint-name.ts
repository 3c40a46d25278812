import type { Construct } from 'constructs';
import { NO_WAYPOINT } from '../../istio/labels';
import { checkLabelName } from '../names';
import { problem } from '../problem';

/** Checks the name of a waypoint: it becomes a label value and the name of a Service, a Deployment and a ServiceAccount. */
export function checkWaypointName(scope: Construct, name: string): string {
  if (name === NO_WAYPOINT) {
    throw problem(scope, `waypoint name "${NO_WAYPOINT}" is reserved, it means "no waypoint" in a use-waypoint label: write another name`);
  }
  checkLabelName(scope, 'waypoint name', name);
  if (/^[0-9]/.test(name)) {
    throw problem(scope, `waypoint name "${name}" starts with a digit, but a Service gets this name: write one that starts with a letter`);
  }
  return name;
}
