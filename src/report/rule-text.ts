import { docsOf } from './finding-place';
import type { RuleText } from '../rules/rule';

/** What a rule is about, for people. */
export function ruleText(rule: RuleText): string {
  const { id, severity, summary, why, fix } = rule;
  return `${severity} ${id}: ${summary}\n\nwhy:  ${why}\nfix:  ${fix}\ndocs: ${docsOf(rule)}\n`;
}
