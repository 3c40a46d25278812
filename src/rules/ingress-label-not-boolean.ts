import type { Rule } from './rule';
import { Severity } from './rule';
import { isFalse, isTrue } from '../istio/go-bool';
import { INGRESS_USE_WAYPOINT } from '../istio/labels';
import { NAMESPACE, SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';

const MEANT: Readonly<Record<string, string>> = { yes: 'true', y: 'true', on: 'true', enabled: 'true', no: 'false', n: 'false', off: 'false', disabled: 'false' };

export const ingressLabelNotBoolean: Rule = {
  id: 'ingress-label-not-boolean',
  severity: Severity.ERROR,
  summary: 'the value of ingress-use-waypoint is no boolean',
  why: 'Istio takes what it can\'t read for false: traffic from the ingress goes around the waypoint',
  fix: 'write "true" or "false", in quotes',
  *check(mesh) {
    for (const subject of [...mesh.all(NAMESPACE), ...mesh.all(SERVICE), ...mesh.all(SERVICE_ENTRY)]) {
      const value = Object.hasOwn(subject.labels, INGRESS_USE_WAYPOINT) ? subject.labels[INGRESS_USE_WAYPOINT] : undefined;
      if (value === undefined || isTrue(value) || isFalse(value)) continue;
      const meant = Object.hasOwn(MEANT, value.toLowerCase()) ? MEANT[value.toLowerCase()] : undefined;
      yield {
        subject,
        path: ['metadata', 'labels', INGRESS_USE_WAYPOINT],
        message: `"${value}" counts as false, expected "true" or "false"`,
        ...meant && { edit: { kind: 'set', value: meant } },
      };
    }
  },
};
