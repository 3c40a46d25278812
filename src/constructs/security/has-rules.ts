import type { Construct } from 'constructs';
import { problem } from '../problem';

/** The part of a policy that says whether it has rules. */
interface Rules {
  readonly rules?: readonly unknown[];
  readonly allowNothing?: boolean;
}

/** Checks that a policy without rules is one on purpose: it would refuse everything, or do nothing at all. */
export function checkHasRules(scope: Construct, action: string, { rules, allowNothing }: Rules): void {
  const allows = action === 'ALLOW';
  if (allowNothing && (rules || !allows)) {
    throw problem(scope, '"allowNothing" goes with action ALLOW and without "rules": remove one of the two');
  }
  if (!allowNothing && !rules?.length) {
    throw problem(scope, `has no rules: list at least one in "rules"${allows ? ', or write "allowNothing: true"' : ''}`);
  }
}
