import type { Environment } from '@marcbachmann/cel-js' with { 'resolution-mode': 'import' };
import { isIpAddress } from '../formats';
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

/** The functions beyond those of the language that the rules in `crds/` call. @see k8s.io/apiserver pkg/cel/library */
function createEnvironment(): Environment {
  // An ES module, which TypeScript lets CommonJS load only by `require`.
  const library: typeof import('@marcbachmann/cel-js', { with: { 'resolution-mode': 'import' } }) = require('@marcbachmann/cel-js');
  return new library.Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true })
    .registerFunction('isURL(string): bool', (text: string) => parseRequestUrl(text).error === undefined)
    .registerFunction('schemeOfURL(string): string', schemeOfUrl)
    .registerFunction('isIP(string): bool', isUnmappedIpAddress)
    .registerFunction('string.matchesGo(string): bool', (text: string, pattern: string) => goRegExp(pattern).test(text));
}

/**
 * Rewrites what the library lacks: the names with underscores that stand for reserved words, `has` on an element of a list,
 * objects with methods (of URLs only the scheme is asked for), and regular expressions as Go reads them.
 */
function adapted(rule: string): string {
  return rule
    .replace(/\.__(\w+?)__/g, '.$1')
    .replace(/has\(([\w.]+\[\d+\])\.(\w+)\)/g, '("$2" in $1)')
    .replace(/\burl\((.*?)\)\.getScheme\(\)/g, 'schemeOfURL($1)')
    .replace(/\.matches\(/g, '.matchesGo(');
}

function schemeOfUrl(text: string): string {
  const { scheme, error } = parseRequestUrl(text);
  if (error !== undefined) throw new Error(`URL parse error during conversion from string: ${error}`);
  return scheme;
}

function isUnmappedIpAddress(text: string): boolean {
  return isIpAddress(text) && !/^::ffff:/i.test(text);
}

/** What is wrong with an expression of the language; it is not evaluated. */
export function expressionProblem(expression: string): string | undefined {
  try {
    programOf(expression);
    return undefined;
  } catch (error) {
    return (error as CelError).summary;
  }
}
