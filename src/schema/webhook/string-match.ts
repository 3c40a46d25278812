import { goRegExpProblem } from '../../istio/go-regexp';
import { goQuote } from '../go-text';
import type { StringMatch } from './http-route';

const MAX_REGEX = 1024;

/** How a text is matched. */
export interface StringMatchOptions {
  /** @default false */
  readonly allowsEmptyPrefix?: boolean;
}

/**
 * What is wrong with a match of a text.
 * @param where the name of the field in Istio's messages
 * @see istio pkg/config/validation/validation.go validateStringMatch
 */
export function stringMatchProblem(match: StringMatch | undefined, where: string, options: StringMatchOptions = {}): string | undefined {
  if (match?.prefix === '' && !options.allowsEmptyPrefix) return `${goQuote(where)}: prefix string match should not be empty`;
  if (match?.regex === undefined) return undefined;
  return match.regex === '' ? `${goQuote(where)}: regex string match should not be empty` : regexProblem(match.regex, where);
}

/** What is wrong with a regular expression. @see validateStringRegexp */
export function regexProblem(regex: string, where: string): string | undefined {
  if (Buffer.byteLength(regex) > MAX_REGEX) return `${goQuote(where)}: regex is too large, max length allowed is ${MAX_REGEX}`;
  const problem = goRegExpProblem(regex);
  return problem && `${goQuote(where)}: ${problem}; Istio uses RE2 style regex-based match (https://github.com/google/re2/wiki/Syntax)`;
}
