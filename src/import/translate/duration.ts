import type { Expression } from '../../program/expression';
import { cdk8s, plain } from '../../program/expression';
import { milliseconds } from '../../schema/go-duration';
import { NotCovered } from '../item';

const UNITS = [['hours', 3_600_000], ['minutes', 60_000], ['seconds', 1000]] as const;

/**
 * A duration as text as `Duration`, in the largest unit that takes a whole number; seconds up to two minutes.
 * @throws NotCovered if it is no duration
 */
export function durationExpression(text: string): Expression {
  const length = milliseconds(text);
  if (length === undefined) throw new NotCovered(`"${text}" is no duration`);
  const [unit, size] = UNITS.find(([name, each]) => length >= each && length % each === 0 && (name === 'seconds' || length >= 2 * each)) ?? ['millis', 1];
  return { form: 'call', of: cdk8s('Duration'), method: unit, args: [plain(length / size)] };
}

/** A duration that may be missing. */
export function optionalDuration(text: string | undefined): Expression | undefined {
  return text === undefined ? undefined : durationExpression(text);
}

/** A number of seconds as `Duration`. */
export function secondsExpression(seconds: number): Expression {
  return durationExpression(`${seconds}s`);
}
