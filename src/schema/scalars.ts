import type { SchemaFinding } from './finding';
import { fieldError, invalid, pathless, printed } from './finding';
import { hasFormat } from './formats';
import type { Schema } from './schema';
import { goRegExp } from '../istio/go-regexp';

/** What a value has against a schema, and how many checks were made, by which the best of several schemas is chosen. */
export interface Result {
  readonly findings: SchemaFinding[];
  checks: number;
}

const NOTHING: Result = { findings: [], checks: 0 };
const MAX_INT64 = 2 ** 63;

/** The result of a check that found something. */
export function failed(finding: SchemaFinding): Result {
  return { findings: [finding], checks: 0 };
}

/** @see typeValidator.Validate */
export function validateType({ type, format }: Schema, value: unknown, path: string): Result {
  const actual = typeName(value);
  if (isOfType(actual, type)) return { findings: [], checks: 1 };
  // A format is for text and lists (unless the type is a number) what the type is for the rest.
  const hasText = actual === 'string' || actual === 'array';
  if (format && hasText && !isOfType('integer', type)) return { findings: [], checks: 1 };
  if (format && !hasText) return failed(typeInvalid(path, format, GO_FORMATS[actual] ?? ''));
  return failed(typeInvalid(path, type ?? '', actual));
}

function isOfType(actual: string, type: Schema['type']): boolean {
  return actual === type || (actual === 'integer' && type === 'number');
}

const GO_FORMATS: Record<string, string> = { integer: 'int64', number: 'float64' };

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'number') return typeof value;
  return isInRange(value, undefined) ? 'integer' : 'number';
}

export function typeInvalid(path: string, expected: string, actual: string): SchemaFinding {
  return fieldError('TypeInvalid', path, printed(actual), `${path} in body must be of type ${expected}: ${printed(actual)}`);
}

export function validateText({ maxLength, minLength, pattern }: Schema, value: string, path: string): Result {
  if (maxLength !== undefined && isLonger(value, maxLength)) {
    return failed(fieldError('TooLong', path, `may not be more than ${maxLength} ${maxLength === 1 ? 'byte' : 'bytes'}`));
  }
  if (minLength !== undefined && !isLonger(value, minLength - 1)) {
    return failed(invalid(path, value, `${path} in body should be at least ${minLength} chars long`));
  }
  if (pattern && !goRegExp(pattern).test(value)) {
    return failed(invalid(path, value, `${path} in body should match '${pattern}'`));
  }
  return NOTHING;
}

/** Whether a text has more characters than so many; there are as many code units as characters, or up to twice as many. */
function isLonger(text: string, limit: number): boolean {
  return text.length > limit && (text.length > 2 * limit || [...text].length > limit);
}

export function validateFormat(format: string, value: string, path: string): Result {
  if (hasFormat(format, value)) return NOTHING;
  return failed(fieldError('TypeInvalid', path, printed(value), `${path} in body must be of type ${format}: ${printed(value)}`));
}

function isInRange(value: number, format: Schema['format']): boolean {
  const limit = format === 'int32' ? 2 ** 31 : MAX_INT64;
  return Number.isInteger(value) && value < limit && value >= -limit;
}

export function validateNumber({ type, format, maximum, minimum }: Schema, value: number, path: string): Result {
  const findings: SchemaFinding[] = [];
  if (type === 'integer' && !isInRange(value, format)) {
    const formatText = format === undefined ? '(default format)' : `with format ${format}`;
    findings.push(pathless(path, `Checked value must be of type integer ${formatText} in ${path}`));
  }
  if (maximum !== undefined && value > maximum) {
    findings.push(invalid(path, value, `${path} in body should be less than or equal to ${maximum}`));
  }
  if (minimum !== undefined && value < minimum) {
    findings.push(invalid(path, value, `${path} in body should be greater than or equal to ${minimum}`));
  }
  return { findings, checks: 1 };
}

export function validateEnum(schema: Schema, value: unknown, path: string): Result {
  if (!schema.enum || schema.enum.includes(value)) return NOTHING;
  const supported = schema.enum.map((allowed) => printed(String(allowed))).join(', ');
  return failed(fieldError('NotSupported', path, printed(value), `supported values: ${supported}`));
}

export function tooMany(path: string, actual: number, limit: number): SchemaFinding {
  return fieldError('TooMany', path, `${actual}`, `must have at most ${limit} ${limit === 1 ? 'item' : 'items'}`);
}
