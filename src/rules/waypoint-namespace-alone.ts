import type { Rule } from './rule';
import { Severity } from './rule';
import { USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from '../istio/labels';
import { findLabel, labelsOf } from '../mesh/evidence';
import { NAMESPACE } from '../mesh/kinds/core';
import { subjectsOf } from '../registry/subject';

export const waypointNamespaceAlone: Rule = {
  id: 'waypoint-namespace-alone',
  severity: Severity.ERROR,
  summary: 'use-waypoint-namespace stands without use-waypoint on the same object',
  why: 'the label is read beside use-waypoint only, so it does nothing, also where the Namespace has a use-waypoint label',
  fix: 'add the label istio.io/use-waypoint to the same object, or remove this one',
  *check(mesh) {
    const owners = [
      ...mesh.all(NAMESPACE).map((manifest) => ({ manifest, labels: labelsOf(manifest) })),
      ...subjectsOf(mesh),
    ];
    for (const { manifest, labels } of owners) {
      const label = findLabel(labels, USE_WAYPOINT_NAMESPACE);
      if (!label || findLabel(labels, USE_WAYPOINT)) continue;
      yield { subject: manifest, path: label.path, message: `"${label.value}" is not read, as the object has no label istio.io/use-waypoint` };
    }
  },
};
