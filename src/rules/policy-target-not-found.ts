import { isAbsent } from './facts/absence';
import { policyTargets } from './facts/attached-policies';
import { findNamesake } from './facts/namesakes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { MeshObjects } from '../mesh/mesh-objects';

const KINDS = [SERVICE, SERVICE_ENTRY, GATEWAY];

export const policyTargetNotFound: Rule = {
  id: 'policy-target-not-found',
  severity: Severity.ERROR,
  summary: 'a targetRef names an object that is not in the namespace of the policy',
  why: 'a policy finds its targets in its own namespace only; it is enforced nowhere, and what it should deny is allowed',
  fix: 'correct the name, or move the policy into the namespace of its target',
  *check(mesh) {
    for (const { policy, target, path } of policyTargets(mesh)) {
      const kind = KINDS.find((each) => each.kind === target.kind && (each.group === (target.group ?? '') || (each === SERVICE && target.group === 'core')));
      const { name } = target;
      if (!kind || !name || !isAbsent(mesh, { ...kind, namespace: policy.namespace, name })) continue;
      yield { subject: policy, path: [...path, 'name'], message: `${kind.kind} ${policy.namespace}/${name} was not found${elsewhere(mesh, kind, name)}` };
    }
  },
};

function elsewhere(mesh: MeshObjects, kind: typeof KINDS[number], name: string): string {
  const other = findNamesake(mesh, kind, name);
  return other ? `; the one in "${other.namespace}" can't be named from here` : '';
}
