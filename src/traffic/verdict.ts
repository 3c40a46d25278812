import type { Maybe } from '../request/truth';
import { isUnknown } from '../request/truth';

/** What becomes of a request. */
export enum Verdict {
  /** It gets through, or is answered as a route says. */
  ALLOWED = 'allowed',
  /** A policy refuses it, or its token is refused. */
  DENIED = 'denied',
  /** Nobody refuses it, and yet it does not get through: no route, no backend, no endpoint, a waypoint out of reach. */
  FAILED = 'failed',
  /** That depends on what the request does not say, or on which of several backends is chosen. */
  DEPENDS = 'depends',
  /** The input does not tell. */
  UNKNOWN = 'unknown',
}

/** The verdict of two steps, of which the second is taken only if the first lets the request pass. */
export function inTurn(first: Verdict, second: Verdict): Verdict {
  if (stops(first) || second === Verdict.ALLOWED) return first;
  if (stops(second) || first === Verdict.ALLOWED) return second;
  return first === Verdict.UNKNOWN ? first : second;
}

function stops(verdict: Verdict): boolean {
  return verdict === Verdict.DENIED || verdict === Verdict.FAILED;
}

/** The verdict where one of several ways is taken, nobody knows which. */
export function oneOf(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  if (first !== undefined && verdicts.every((verdict) => verdict === first)) return first;
  return verdicts.includes(Verdict.UNKNOWN) ? Verdict.UNKNOWN : Verdict.DEPENDS;
}

/** The verdict that a decision of policies amounts to. */
export function verdictOf(isAllowed: Maybe<boolean>): Verdict {
  if (isUnknown(isAllowed)) return isAllowed.isUnsaid ? Verdict.DEPENDS : Verdict.UNKNOWN;
  return isAllowed ? Verdict.ALLOWED : Verdict.DENIED;
}
