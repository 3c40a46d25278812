import { goRegExp } from '../../istio/go-regexp';
import { isIpAddress } from '../formats';
import { milliseconds } from '../go-duration';
import { isObject } from '../go-text';
import { parseRequestUrl } from './url';

/** A value for which an expression has no answer. The message is that of cel-go. */
export class EvaluationProblem extends Error {}

/** A function; of a method, the first argument is the value that it is called on. */
type CelFunction = (...args: unknown[]) => unknown;

/**
 * The functions that the rules in `crds/` call: those of the language, and of Kubernetes' libraries for lists, texts, addresses
 * and URLs. Their arguments have the right types, because the schema was checked before.
 * @see k8s.io/apiserver pkg/cel/library
 */
export const FUNCTIONS: Record<string, CelFunction | undefined> = {
  size: sizeOf,
  contains: (text, part) => String(text).includes(String(part)),
  startsWith: (text, part) => String(text).startsWith(String(part)),
  endsWith: (text, part) => String(text).endsWith(String(part)),
  matches: (text, pattern) => goRegExp(String(pattern)).test(String(text)),
  split: (text, separator) => String(text).split(String(separator)),
  substring: (text, start, end) => substring(String(text), Number(start), end === undefined ? undefined : Number(end)),
  int: integerOf,
  duration: durationOf,
  isIP: (text) => isIpAddress(String(text)) && !/^::ffff:/i.test(String(text)),
  isURL: (text) => parseRequestUrl(String(text)).error === undefined,
  url: urlOf,
  getScheme: (url) => (url as Url).scheme,
};

interface Url {
  readonly scheme: string;
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  return Array.isArray(value) ? value.length : Object.keys(isObject(value) ? value : {}).length;
}

function substring(text: string, start: number, end?: number): string {
  const characters = [...text];
  const outside = [start, end ?? start].find((index) => index < 0 || index > characters.length);
  if (outside !== undefined) throw new EvaluationProblem(`index out of range: ${outside}`);
  return characters.slice(start, end).join('');
}

function integerOf(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (!/^[+-]?\d+$/.test(String(value))) throw new EvaluationProblem("type conversion error from 'string' to 'int'");
  return Number(value);
}

/** In milliseconds, which is enough to compare. */
function durationOf(text: unknown): number {
  const duration = milliseconds(String(text));
  if (duration === undefined) throw new EvaluationProblem("type conversion error from 'string' to 'google.protobuf.Duration'");
  return duration;
}

function urlOf(text: unknown): Url {
  const { scheme, error } = parseRequestUrl(String(text));
  if (error !== undefined) throw new EvaluationProblem(`URL parse error during conversion from string: ${error}`);
  return { scheme };
}
