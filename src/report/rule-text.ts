import { docsOf } from './finding-place';
import { columns, PLAIN } from './style';
import type { RuleText } from '../rules/rule';

/** What a rule is about, for people. */
export function ruleText(rule: RuleText): string {
  const { id, severity, summary, why, fix } = rule;
  return `${severity} ${id}: ${summary}\n\nwhy:  ${why}\nfix:  ${fix}\ndocs: ${docsOf(rule)}\n`;
}

/** Rules, a line each. */
export function rulesText(rules: readonly RuleText[]): string {
  return columns(rules.map(({ id, severity, summary }) => [id, severity, summary]), '', [PLAIN.title]).map((line) => `${line}\n`).join('');
}
