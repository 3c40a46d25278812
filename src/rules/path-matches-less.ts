import { operationsOf } from './facts/policy-sources';
import { waypointPoliciesNaming } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';
import { actionOf } from '../authorization/rbac';
import { isPathTemplate, pathTemplateTest } from '../request/path-template';
import { wildcardTest } from '../request/text-match';

/** What follows a slash, and may be nothing or more. */
const TAIL = /\/(\*|\{\*\*\})$/;

export const pathMatchesLess: Rule = {
  id: 'path-matches-less',
  severity: Severity.WARNING,
  summary: 'a DENY policy refuses what is below a path, and not the path itself',
  why: 'the slash in front of a wildcard has to be there: "/admin/*" and "/admin/{**}" match "/admin/", and let "/admin" through',
  fix: 'name the path itself beside it: "/admin" and "/admin/*"',
  *check(mesh) {
    for (const policy of waypointPoliciesNaming(mesh, (field) => field === 'paths').filter((one) => actionOf(one) === PolicyAction.DENY)) {
      for (const { operation, path } of operationsOf(policy.body.spec?.rules ?? [])) {
        for (const { index, pattern, above } of leaky(operation.paths ?? [])) {
          yield { subject: policy, path: [...path, 'paths', index], message: `"${pattern}" does not match "${above}", which is let through` };
        }
      }
    }
  },
};

/** The patterns that leave out the path above them, which no other pattern matches. */
function leaky(paths: readonly string[]): { index: number; pattern: string; above: string }[] {
  return paths.map((pattern, index) => ({ index, pattern, above: TAIL.test(pattern) ? pattern.replace(TAIL, '') : '' }))
    .filter(({ above }) => above !== '' && !/[*{]/.test(above) && !paths.some((other) => testOf(other)(above)));
}

function testOf(pattern: string): (path: string) => boolean {
  return isPathTemplate(pattern) ? pathTemplateTest(pattern) : wildcardTest(pattern);
}
