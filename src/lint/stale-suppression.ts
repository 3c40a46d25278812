import type { Finding } from './finding';
import type { Suppression } from './suppression';
import type { RuleText } from '../rules/rule';
import { Severity } from '../rules/rule';

const TEXT: RuleText = {
  id: 'stale-suppression',
  severity: Severity.WARNING,
  summary: 'a suppression suppresses nothing',
  why: 'the mistake was mended, and the next one of its kind would not be reported',
  fix: 'remove the name of the rule from the annotation, or the suppression from its file or from the command',
};

/** The rule about the suppressions themselves: what it finds depends on what the others found. */
export const staleSuppression = {
  ...TEXT,
  /** What is to be said of one. */
  of({ rule, evidence: { manifest, path } }: Suppression): Finding {
    return { rule: TEXT, severity: TEXT.severity, subject: manifest, path, message: `"${rule}" is suppressed here, and would find nothing` };
  },
};
