import { invalidSuppression } from './invalid-suppression';
import { staleSuppression } from './stale-suppression';
import { RULES } from '../rules';
import type { RuleText } from '../rules/rule';

/** All that can be found, by id. */
export const CATALOGUE: ReadonlyMap<string, RuleText> = new Map([...RULES, invalidSuppression, staleSuppression]
  .sort((a, b) => a.id < b.id ? -1 : 1)
  .map((rule) => [rule.id, rule]));
