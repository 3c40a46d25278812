import { isAbsent } from './facts/absence';
import { canariesOf } from './facts/bindings';
import { isWaypointName } from './facts/claims';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { Canary } from '../binding/canary';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refIn } from '../mesh/object-ref';

export const canaryNotAttached: Rule = {
  id: 'canary-not-attached',
  severity: Severity.ERROR,
  summary: 'a canary waypoint can\'t be attached',
  why: 'the primary takes all traffic, and WaypointBound stays True: only the end of its message tells',
  fix: 'name another waypoint than the primary, one that is defined, admits the namespace and takes service traffic',
  *check(mesh) {
    const reported = new Set<Manifest>();
    for (const { canary } of canariesOf(mesh)) {
      if (canary.reason === 'WaypointAccepted' || reported.has(canary.evidence.manifest) || !isCertain(mesh, canary)) continue;
      const { manifest, path } = canary.evidence;
      reported.add(manifest);
      yield { subject: manifest, path, message: canary.message };
    }
  },
};

/** A wrong weight has a rule of its own, and so has a wrong name. */
function isCertain(mesh: MeshObjects, { reason, name }: Canary): boolean {
  if (reason === 'Unknown' || reason === 'CanaryInvalidWeight') return false;
  if (!isWaypointName(name.name)) return false;
  return reason !== 'WaypointIsNotReady' || isAbsent(mesh, refIn(GATEWAY, name.namespace, name.name)) === true;
}
