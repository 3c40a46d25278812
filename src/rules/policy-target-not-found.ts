import { isAbsent } from './facts/absence';
import { policyTargets } from './facts/attached-policies';
import { isNamed } from './facts/claims';
import { findNamesake } from './facts/namesakes';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { TargetRef } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refIn } from '../mesh/object-ref';

const KINDS = [SERVICE, SERVICE_ENTRY, GATEWAY];

export const policyTargetNotFound: Rule = {
  id: 'policy-target-not-found',
  severity: Severity.ERROR,
  summary: 'a targetRef names an object that is not in the namespace of the policy',
  why: 'a policy finds its targets in its own namespace only; it is enforced nowhere, and what it should deny is allowed',
  fix: 'correct the name, or move the policy into the namespace of its target',
  *check(mesh) {
    for (const { policy, target, path, object } of policyTargets(mesh)) {
      const kind = object ? undefined : kindOf(target);
      const fault = kind && faultOf(mesh, kind, policy.namespace, target.name ?? '');
      if (fault) yield { subject: policy, path: [...path, 'name'], ...fault };
    }
  },
};

function kindOf({ group = '', kind }: TargetRef): typeof KINDS[number] | undefined {
  return KINDS.find((each) => each.kind === kind && (each.group === group || (each === SERVICE && group === 'core')));
}

/** Where nothing of the kind is in the input, the target may be kept elsewhere. That a waypoint is not there is said of the label that names it. */
function faultOf(mesh: MeshObjects, kind: typeof KINDS[number], namespace: string, name: string): Pick<Offence, 'message' | 'severity'> | undefined {
  const isMissing = name === '' ? false : isAbsent(mesh, refIn(kind, namespace, name));
  if (isMissing === false || (kind === GATEWAY && isNamed(mesh, { namespace, name }))) return undefined;
  const message = `${kind.kind} ${namespace}/${name} was not found`;
  const other = findNamesake(mesh, kind, name);
  if (other) return { message: `${message}; the one in "${other.namespace}" can't be named from here`, ...!isMissing && { severity: Severity.WARNING } };
  return isMissing ? { message } : undefined;
}
