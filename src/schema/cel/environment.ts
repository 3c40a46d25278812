import type { Environment } from '@marcbachmann/cel-js' with { 'resolution-mode': 'import' };
import { isIpAddress } from '../formats';
import { milliseconds } from '../go-duration';
import { goRegExp } from '../regexp';
import { parseRequestUrl } from './url';

/** Whether a rule holds for a value. @throws CelError if it can't be told */
export type Program = (self: unknown) => boolean;

/** An error of an evaluation. */
export interface CelError extends Error {
  /** What went wrong, as a word of the library: `no_such_key`. */
  readonly code: string;
  /** The message without the excerpt of the rule. */
  readonly summary: string;
}

let environment: Environment | undefined;
const programs = new Map<string, Program>();

/**
 * Makes a rule into a program; the library is loaded for the first one.
 * @throws CelError if it is no valid expression
 */
export function programOf(rule: string): Program {
  let program = programs.get(rule);
  if (!program) {
    environment ??= createEnvironment();
    const evaluate = environment.parse(adapted(rule));
    program = (self) => evaluate({ self }) === true;
    programs.set(rule, program);
  }
  return program;
}

/** The functions that the rules in `crds/` call, beyond those of the library. @see k8s.io/apiserver pkg/cel/library */
function createEnvironment(): Environment {
  // An ES module, which TypeScript lets CommonJS load only by `require`.
  const library: typeof import('@marcbachmann/cel-js', { with: { 'resolution-mode': 'import' } }) = require('@marcbachmann/cel-js');
  return new library.Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true })
    .registerFunction('isURL(string): bool', (text: string) => parseRequestUrl(text).error === undefined)
    .registerFunction('isIP(string): bool', isUnmappedIpAddress)
    .registerFunction('go_scheme(string): string', schemeOfUrl)
    .registerFunction('go_duration(string): double', durationOf)
    .registerFunction('go_int(string): int', integerOf)
    .registerFunction('string.go_matches(string): bool', (text: string, pattern: string) => goRegExp(pattern).test(text));
}

/**
 * Rewrites what the library has not, or not as Go: the names with underscores that stand for reserved words, `has` on an
 * element of a list, objects with methods (of URLs only the scheme is asked for), durations, numbers, regular expressions.
 */
function adapted(rule: string): string {
  return rule
    .replace(/\.__(\w+?)__/g, '.$1')
    .replace(/has\(([\w.]+\[\d+\])\.(\w+)\)/g, '("$2" in $1)')
    .replace(/\burl\((.*?)\)\.getScheme\(\)/g, 'go_scheme($1)')
    .replace(/\b(duration|int|matches)\(/g, 'go_$1(');
}

function schemeOfUrl(text: string): string {
  const { scheme, error } = parseRequestUrl(text);
  if (error !== undefined) throw new Error(`URL parse error during conversion from string: ${error}`);
  return scheme;
}

/** In milliseconds, which is enough to compare. */
function durationOf(text: string): number {
  const duration = milliseconds(text);
  if (duration === undefined) throw new Error("type conversion error from 'string' to 'google.protobuf.Duration'");
  return duration;
}

function integerOf(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw new Error("type conversion error from 'string' to 'int'");
  return BigInt(text);
}

function isUnmappedIpAddress(text: string): boolean {
  return isIpAddress(text) && !/^::ffff:/i.test(text);
}

/** What is wrong with an expression of the language; it is not evaluated. */
export function expressionProblem(expression: string): string | undefined {
  try {
    environment ??= createEnvironment();
    environment.parse(expression);
    return undefined;
  } catch (error) {
    return (error as CelError).summary;
  }
}
