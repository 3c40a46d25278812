import { operationsOf } from './facts/policy-sources';
import { waypointPoliciesNaming } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { AuthorizationPolicy } from '../authorization/rbac';

export const invalidMethod: Rule = {
  id: 'invalid-method',
  severity: Severity.ERROR,
  summary: 'a policy names a method in lower case',
  why: 'methods of HTTP have a case, and are compared as they are written: "delete" never matches, so that DENY denies nothing and ALLOW refuses all',
  fix: 'write the method in upper case',
  *check(mesh) {
    for (const policy of waypointPoliciesNaming(mesh, (field) => field === 'methods' || field === 'notMethods')) {
      for (const { method, path } of methodsOf(policy)) {
        const value = method.toUpperCase();
        if (method !== value) yield { subject: policy, path, message: `"${method}" never matches, expected "${value}"`, edit: { kind: 'set', value } };
      }
    }
  },
};

function methodsOf({ body }: AuthorizationPolicy) {
  return operationsOf(body.spec?.rules ?? []).flatMap(({ operation, path }) => (['methods', 'notMethods'] as const).flatMap((field) =>
    (operation[field] ?? []).map((method, index) => ({ method, path: [...path, field, index] }))));
}
