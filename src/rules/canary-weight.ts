import type { Rule } from './rule';
import { Severity } from './rule';
import { USE_WAYPOINT_CANARY_WEIGHT } from '../istio/labels';
import { NAMESPACE, SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';

export const canaryWeight: Rule = {
  id: 'canary-weight',
  severity: Severity.ERROR,
  summary: 'the weight of a canary waypoint is no integer from 0 to 100',
  why: 'the canary is not attached and the primary takes all traffic; only a message in the status says so',
  fix: 'write an integer from 0 to 100 in quotes, without "%"',
  *check(mesh) {
    if (!mesh.isAnnotationUsed(USE_WAYPOINT_CANARY_WEIGHT) && !mesh.isLabelUsed(USE_WAYPOINT_CANARY_WEIGHT)) return;
    for (const subject of [...mesh.all(NAMESPACE), ...mesh.all(SERVICE), ...mesh.all(SERVICE_ENTRY)]) {
      for (const [metadata, field] of [[subject.annotations, 'annotations'], [subject.labels, 'labels']] as const) {
        const value = Object.hasOwn(metadata, USE_WAYPOINT_CANARY_WEIGHT) ? metadata[USE_WAYPOINT_CANARY_WEIGHT] : undefined;
        const message = value === undefined ? undefined : complaint(value, field);
        if (message) yield { subject, path: ['metadata', field, USE_WAYPOINT_CANARY_WEIGHT], message };
      }
    }
  },
};

function complaint(value: string, field: 'annotations' | 'labels'): string | undefined {
  if (field === 'labels') return 'the weight is read from an annotation, not from a label: it counts as 0';
  const isWeight = /^[+-]?[0-9]+$/.test(value) && Number(value) >= 0 && Number(value) <= 100;
  return isWeight ? undefined : `"${value}" is no integer in [0,100]: the canary gets no traffic`;
}
