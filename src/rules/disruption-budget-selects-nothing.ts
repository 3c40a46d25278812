import { isAbsent } from './facts/absence';
import type { Rule } from './rule';
import { Severity } from './rule';
import { GATEWAY_NAME } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { POD_DISRUPTION_BUDGET } from '../mesh/kinds/scaling';

export const disruptionBudgetSelectsNothing: Rule = {
  id: 'disruption-budget-selects-nothing',
  severity: Severity.WARNING,
  summary: 'a disruption budget names a Gateway that is not defined',
  why: 'it selects no pod, so a drain may take all pods of the waypoint at once',
  fix: 'correct the value of gateway.networking.k8s.io/gateway-name',
  *check(mesh) {
    for (const subject of mesh.all(POD_DISRUPTION_BUDGET)) {
      const name = subject.body.spec?.selector?.matchLabels?.[GATEWAY_NAME];
      if (!name || !isAbsent(mesh, { ...GATEWAY, namespace: subject.namespace, name })) continue;
      yield { subject, path: ['spec', 'selector', 'matchLabels', GATEWAY_NAME], message: `no Gateway "${subject.namespace}/${name}" is defined` };
    }
  },
};
