import { atPlace } from './at-place';
import type { Style } from './style';
import { printable } from './style';
import type { ToldPolicy } from './told-policy';

import { placeIn } from '../mesh/manifest';
import { refText } from '../mesh/object-ref';
import { policyRulePath } from '../traffic/rule-paths';

/** What each policy has to say, a line for each. */
export function policyLines(policies: readonly ToldPolicy[], style: Style): string[] {
  return policies.map(({ policy, action, applies, rule, why }) => {
    const name = policy ? refText(policy) : 'mutual TLS for all';
    const text = `    ${action} ${name}: ${applies ? '' : 'not enforced, '}${why}`;
    return `${printable(text)}${policy ? atPlace(placeIn(policy, policyRulePath(policy, rule)), style) : ''}`;
  });
}
