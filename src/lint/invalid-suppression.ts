import type { Finding } from './finding';
import type { Suppression } from './suppression';
import { nearestNames } from '../rules/facts/nearest-names';
import type { RuleText } from '../rules/rule';
import { Severity } from '../rules/rule';

const TEXT: RuleText = {
  id: 'invalid-suppression',
  severity: Severity.WARNING,
  summary: 'a suppression gives no reason, or names no rule',
  why: 'it does not count: what it is meant to suppress is reported, or there is no such thing to report',
  fix: 'write the ids of rules and a reason: "rule-a, rule-b: why they are not reported here"',
};

/** The rule about suppressions that do not count. */
export const invalidSuppression = {
  ...TEXT,
  /**
   * What is to be said of one that an object is annotated with; nothing if it counts.
   * @param known the ids of all rules
   */
  of({ rule, reason, evidence: { manifest, path } }: Suppression, known: readonly string[]): Finding[] {
    const finding = { rule: TEXT, severity: TEXT.severity, subject: manifest, path };
    if (!known.includes(rule)) return [{ ...finding, message: noRule(rule, known) }];
    return reason ? [] : [{ ...finding, message: `"${rule}" is suppressed without a reason, and so it is not: expected "${rule}: why"` }];
  },
};

/** `no rule "waypoint-not-fund", did you mean "waypoint-not-found"?` */
export function noRule(id: string, known: readonly string[]): string {
  const near = nearestNames(id, known).map((name) => `"${name}"`);
  return `no rule "${id}"${near.length > 0 ? `, did you mean ${near.join(' or ')}?` : ''}`;
}
