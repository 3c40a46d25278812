import { annotatedSuppressions } from './annotation';
import { CATALOGUE } from './catalogue';
import { withoutEchoes } from './echoes';
import type { Finding } from './finding';
import { invalidSuppression } from './invalid-suppression';
import { staleSuppression } from './stale-suppression';
import type { Suppression } from './suppression';
import { Suppressions } from './suppression';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareRefs, compareText } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';
import { RULES } from '../rules';
import type { Rule } from '../rules/rule';

/** What is looked for. */
export interface LintOptions {
  /** @default all */
  readonly rules?: readonly Rule[];
  /**
   * Beside those that the objects are annotated with.
   * @default none
   */
  readonly suppressions?: readonly Suppression[];
}

/** What was found. */
export interface LintResult {
  /** By namespace, kind and name of the subject, then by rule and field. */
  readonly findings: readonly Finding[];
  /** Those that somebody said not to report, with the word of that person. */
  readonly suppressed: readonly { readonly finding: Finding; readonly by: Suppression }[];
}

/**
 * Looks for mistakes. A suppression that suppresses nothing is one as well, unless the rule that it names was not run; so is one that
 * can't be read.
 */
export function lint(mesh: MeshObjects, { rules: wanted = RULES, suppressions = [] }: LintOptions = {}): LintResult {
  const annotated = annotatedSuppressions(mesh);
  const isLimited = wanted.length < RULES.length;
  const rules = wanted.filter(({ unsaidBy = [] }) => !unsaidBy.some((word) => mesh.mayBeUnread(word)));
  const invalid = new Map(annotated.map((each) => [each, invalidSuppression.of(each, [...CATALOGUE.keys()])]));
  const all = new Suppressions([...annotated.filter((each) => invalid.get(each)!.length === 0), ...suppressions]);
  const findings: Finding[] = isLimited ? [] : [...invalid.values()].flat();
  const suppressed: LintResult['suppressed'][number][] = [];
  for (const finding of withoutEchoes([...findingsOf(mesh, rules)])) {
    const by = all.find(finding);
    if (by) suppressed.push({ finding, by });
    else findings.push(finding);
  }
  const ran = new Set(rules.map(({ id }) => id));
  findings.push(...all.unused().filter(({ rule }) => ran.has(rule)).map((suppression) => staleSuppression.of(suppression)));
  return { findings: findings.sort(compareFindings), suppressed };
}

function* findingsOf(mesh: MeshObjects, rules: readonly Rule[]): Generator<Finding> {
  for (const rule of rules) {
    for (const offence of rule.check(mesh)) yield { ...offence, rule, severity: offence.severity ?? rule.severity };
  }
}

function compareFindings(a: Finding, b: Finding): number {
  return compareRefs(a.subject, b.subject) || compareText(a.rule.id, b.rule.id)
    || compareText(fieldText(a.path), fieldText(b.path)) || compareText(a.message, b.message);
}
