import { milliseconds } from '../go-duration';
import { goQuote } from '../go-text';

/** What is wrong with a duration. @see istio pkg/config/validation/agent ValidateDuration */
export function durationProblem(text: string): string | undefined {
  const duration = milliseconds(text) ?? 0;
  if (duration < 1) return 'duration must be greater than 1ms';
  return Number.isInteger(duration) ? undefined : 'only durations to ms precision are supported';
}

/** The same for a duration that may be left out. */
export function optionalDurationProblem(text: string | undefined): string | undefined {
  return text === undefined ? undefined : durationProblem(text);
}

/** What is wrong with a duration that the schema takes for any text. */
export function durationTextProblem(text: string | undefined): string | undefined {
  return text === undefined || milliseconds(text) !== undefined ? undefined : `bad Duration: time: invalid duration ${goQuote(text)}`;
}
