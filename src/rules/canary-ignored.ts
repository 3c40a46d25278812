import { bindingsIn } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import { BindingReason } from '../binding/binding';
import { NO_WAYPOINT, USE_WAYPOINT, USE_WAYPOINT_CANARY } from '../istio/labels';
import { NAMESPACE, SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const canaryIgnored: Rule = {
  id: 'canary-ignored',
  severity: Severity.WARNING,
  summary: 'a label names a canary waypoint and is not read',
  why: 'a canary takes a share of what the primary would get : without a primary, or before Istio 1.31, the label does nothing',
  fix: 'name the primary with istio.io/use-waypoint, on Istio 1.31 or newer; a Service with a label of its own needs its own canary label',
  *check(mesh) {
    if (!mesh.isLabelUsed(USE_WAYPOINT_CANARY)) return;
    for (const subject of [...mesh.all(NAMESPACE), ...mesh.all(SERVICE), ...mesh.all(SERVICE_ENTRY)]) {
      const value = subject.labels[USE_WAYPOINT_CANARY];
      const message = !value || value === NO_WAYPOINT ? undefined : complaint(mesh, subject);
      if (message) yield { subject, path: ['metadata', 'labels', USE_WAYPOINT_CANARY], message };
    }
    for (const subject of [...mesh.all(SERVICE), ...mesh.all(SERVICE_ENTRY)]) {
      const canary = hiddenCanary(mesh, subject);
      if (canary) yield { subject, path: ['metadata', 'labels', USE_WAYPOINT], message: `names a primary of its own: canary "${canary}" of the Namespace gets nothing of it` };
    }
  },
};

/** The canary of a Namespace is for what has its primary from there as well. */
function hiddenCanary(mesh: MeshObjects, { namespace, labels }: Manifest): string | undefined {
  const primary = Object.hasOwn(labels, USE_WAYPOINT) ? labels[USE_WAYPOINT] : NO_WAYPOINT;
  const inherited = mesh.namespace(namespace).labels;
  const canary = Object.hasOwn(inherited, USE_WAYPOINT_CANARY) ? inherited[USE_WAYPOINT_CANARY] : NO_WAYPOINT;
  const isHidden = mesh.supports('canary') && primary !== NO_WAYPOINT && !Object.hasOwn(labels, USE_WAYPOINT_CANARY);
  return isHidden && canary && canary !== NO_WAYPOINT ? canary : undefined;
}

function complaint(mesh: MeshObjects, subject: Manifest): string | undefined {
  if (!mesh.supports('canary')) return `Istio ${mesh.istioVersion} does not know canary waypoints, 1.31 is the first that does`;
  const primary = Object.hasOwn(subject.labels, USE_WAYPOINT) ? subject.labels[USE_WAYPOINT] : undefined;
  if (subject.kind === NAMESPACE.kind) {
    return primary && primary !== NO_WAYPOINT ? undefined : 'the Namespace names no primary waypoint: the canary gets nothing';
  }
  const isUnbound = bindingsIn(mesh, subject).some(({ reason, subject: { traffic } }) => traffic === 'service'
    && (reason === BindingReason.OPTED_OUT || (reason === BindingReason.NOT_ENROLLED && mesh.namespace(subject.namespace).isKnown)));
  return isUnbound ? 'there is no primary waypoint: the canary gets nothing' : undefined;
}
