import { operationValues } from './facts/policy-sources';
import { waypointPoliciesNaming } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';

export const invalidMethod: Rule = {
  id: 'invalid-method',
  severity: Severity.ERROR,
  summary: 'a policy names a method in lower case',
  why: 'methods of HTTP have a case, and are compared as they are written: "delete" never matches, so that DENY denies nothing and ALLOW refuses all',
  fix: 'write the method in upper case',
  *check(mesh) {
    for (const policy of waypointPoliciesNaming(mesh, (field) => field === 'methods' || field === 'notMethods')) {
      for (const { value: method, path } of operationValues(policy.body.spec?.rules ?? [], ['methods', 'notMethods'], isLowerCase)) {
        const value = method.toUpperCase();
        yield { subject: policy, path, message: `"${method}" never matches, expected "${value}"`, edit: { kind: 'set', value } };
      }
    }
  },
};

function isLowerCase(method: string): boolean {
  return method !== method.toUpperCase();
}
