import type { Construct } from 'constructs';
import type { AuthorizationRule } from './authorization-rule';
import { problem } from '../problem';

const FIELDS = ['sources', 'operations', 'conditions'];

/** A rule as policies write it. The compiler knows its fields; a program without types that writes another would match more than it says. */
export function renderRule(scope: Construct, rule: AuthorizationRule) {
  for (const [field, list] of Object.entries(rule)) {
    if (!FIELDS.includes(field)) throw problem(scope, `a rule has "${field}", which it would be without: write ${FIELDS.join(', ')}`);
    if (Array.isArray(list) && list.length === 0) throw problem(scope, `a rule has an empty list "${field}": list at least one, or leave it out`);
  }
  return {
    ...(rule.sources && { from: rule.sources.map((source) => ({ source: source._renderSource(scope) })) }),
    ...(rule.operations && { to: rule.operations.map((operation) => ({ operation: operation._renderOperation(scope) })) }),
    ...(rule.conditions && { when: rule.conditions.map((condition) => condition._renderCondition(scope)) }),
  };
}
