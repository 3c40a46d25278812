import { PolicyAction } from '../../authorization/policy-action';
import type { AuthorizationPolicy } from '../../authorization/rbac';
import { actionOf } from '../../authorization/rbac';

/**
 * The field of operations that a request evades to be let through, of two that negate each other. What an ALLOW rule matches less refuses
 * more, and is found out.
 */
export function evadableField<Name extends string, Negated extends string>(
  policy: AuthorizationPolicy, name: Name, negated: Negated,
): Name | Negated | undefined {
  switch (actionOf(policy)) {
    case PolicyAction.DENY: return name;
    case PolicyAction.ALLOW: return negated;
    default: return undefined;
  }
}
