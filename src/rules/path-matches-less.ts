import { evadableField } from './facts/evadable-field';
import { operationsOf } from './facts/policy-sources';
import { waypointPoliciesNaming } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { isPathTemplate, pathTemplateTest } from '../request/path-template';
import { wildcardTest } from '../request/text-match';

/** What follows a slash, and may seem to be nothing as well. */
const TAIL = /\/(\*|\{\*\*?\})$/;
/** Segments in the middle, of which there has to be one at least. */
const MIDDLE = /\/\{\*\*\}(?=\/)/;

export const pathMatchesLess: Rule = {
  id: 'path-matches-less',
  severity: Severity.WARNING,
  summary: 'a policy lets a path through that its pattern seems to match',
  why: 'each slash of a pattern has to be there: "/admin/*", "/admin/{*}" and "/admin/{**}" let "/admin" through, and "/shops/{**}/admin" lets "/shops/admin" through',
  fix: 'name the path itself beside it: "/admin" and "/admin/*"',
  *check(mesh) {
    for (const policy of waypointPoliciesNaming(mesh, (field) => field === 'paths' || field === 'notPaths')) {
      const field = evadableField(policy, 'paths', 'notPaths');
      for (const { operation, path } of field ? operationsOf(policy.body.spec?.rules ?? []) : []) {
        for (const { index, pattern, missed } of leaky(operation[field!] ?? [])) {
          yield { subject: policy, path: [...path, field!, index], message: `"${pattern}" does not match "${missed}", which is let through` };
        }
      }
    }
  },
};

/** The patterns that leave out a path which they seem to match, and no other pattern matches. */
function leaky(paths: readonly string[]): { index: number; pattern: string; missed: string }[] {
  return paths.map((pattern, index) => ({ index, pattern, missed: missedBy(pattern) }))
    .filter(({ missed }) => missed !== '' && !/[*{]/.test(missed) && !paths.some((other) => testOf(other)(missed)));
}

/** The path above a pattern, or that without what may be in its middle. */
function missedBy(pattern: string): string {
  if (TAIL.test(pattern)) return pattern.replace(TAIL, '');
  return MIDDLE.test(pattern) ? pattern.replace(MIDDLE, '') : '';
}

function testOf(pattern: string): (path: string) => boolean {
  return isPathTemplate(pattern) ? pathTemplateTest(pattern) : wildcardTest(pattern);
}
