import { bindingsOf } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import { BindingReason } from '../binding/binding';
import { conditionsOf, WAYPOINT_MISSING } from '../binding/conditions';

export const serviceEntryNeedsWaypoint: Rule = {
  id: 'service-entry-needs-waypoint',
  severity: Severity.ERROR,
  summary: 'a ServiceEntry can do what it says at a waypoint only, and has none',
  why: 'hosts with a wildcard and connect strategies are not applied for ambient clients until a waypoint is bound',
  fix: 'label the ServiceEntry, or its Namespace, with istio.io/use-waypoint',
  *check(mesh) {
    for (const binding of bindingsOf(mesh)) {
      const { reason, subject: { manifest } } = binding;
      const { isKnown } = mesh.namespace(manifest.namespace);
      const asksForNone = reason === BindingReason.OPTED_OUT || (reason === BindingReason.NOT_ENROLLED && isKnown);
      const condition = asksForNone ? conditionsOf(mesh, binding).find(({ type }) => type === WAYPOINT_MISSING) : undefined;
      if (condition) yield { subject: manifest, path: ['spec', 'hosts'], message: `${condition.reason}: ${condition.message.replace(/\.$/, '')}` };
    }
  },
};
