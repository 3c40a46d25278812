
import type { ToldPolicy } from './told-policy';
import type { Manifest } from '../mesh/manifest';
import { placeIn } from '../mesh/manifest';
import type { ObjectRef } from '../mesh/object-ref';
import { refOf } from '../mesh/object-ref';
import type { Place } from '../mesh/source-file';
import type { Maybe } from '../request/truth';
import { isUnknown } from '../request/truth';
import { policyRulePath } from '../traffic/rule-paths';

/** What one policy has to say, as JSON has it. */
export interface PolicyJson {
  /** Null for what Istio makes of a PeerAuthentication with STRICT for all. */
  readonly subject: ObjectRef | null;
  readonly action: string;
  /** Whether it is enforced. */
  readonly applies: boolean;
  /** Whether one of its rules matches; null: not known. */
  readonly matched: boolean | null;
  readonly rule: number | null;
  readonly why: string;
}

/** What a policy has to say, as JSON has it. */
export function policyJson({ policy, action, applies, matched, rule, why }: ToldPolicy): PolicyJson {
  return {
    subject: policy ? refOf(policy) : null,
    action,
    applies,
    matched: isUnknown(matched) ? null : matched,
    rule: rule ?? null,
    why,
  };
}

/** A rule that decided, as JSON has it. */
export function ruleJson(policy: Manifest, rule: number): { subject: ObjectRef; rule: number; place: Place | null } {
  return { subject: refOf(policy), rule, place: placeIn(policy, policyRulePath(policy, rule)) };
}

/** A decision in a word. */
export function decisionText(isAllowed: Maybe<boolean> | undefined): string {
  if (isAllowed === undefined || isUnknown(isAllowed)) return 'unknown';
  return isAllowed ? 'allowed' : 'denied';
}
