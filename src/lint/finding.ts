import type { Offence, RuleText, Severity } from '../rules/rule';

/** A mistake that was found. */
export interface Finding extends Offence {
  readonly rule: RuleText;
  readonly severity: Severity;
}

const RANKS: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** Whether a severity is as bad as another, or worse. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return RANKS[severity] >= RANKS[threshold];
}
