import type { SchemaFinding } from './finding';
import { fieldError, fieldPath, invalid, pathless } from './finding';
import { isObject } from './go-text';
import type { Result } from './scalars';
import { failed, tooMany, typeInvalid, validateEnum, validateFormat, validateNumber, validateText, validateType } from './scalars';
import type { Schema } from './schema';
import { fieldSchema } from './schema';

/**
 * Checks a value against a schema as the API server does: types, limits, enums, required fields and combinations.
 * Fields that the schema does not know are no concern of this check.
 * @see k8s.io/kube-openapi pkg/validation/validate
 */
export function checkStructure(schema: Schema, value: unknown, path = ''): SchemaFinding[] {
  const byMessage = new Map(validate(schema, value, path).findings.map((finding) => [finding.message, finding]));
  return [...byMessage.values()];
}

function validate(schema: Schema, value: unknown, path: string): Result {
  if (value === null) return validateNull(schema, path);
  const result: Result = { findings: [], checks: 1 };
  if (schema.type || schema.format) merge(result, validateType(schema, value, path));
  merge(result, validateCombinations(schema, value, path));
  if (typeof value === 'string') merge(result, validateText(schema, value, path));
  if (typeof value === 'string' && schema.format) merge(result, validateFormat(schema.format, value, path));
  if (typeof value === 'number') merge(result, validateNumber(schema, value, path));
  if (Array.isArray(value)) merge(result, validateArray(schema, value, path));
  merge(result, validateEnum(schema, value, path));
  if (isObject(value)) merge(result, validateObject(schema, value, path));
  return result;
}

function merge(result: Result, part: Result): void {
  result.findings.push(...part.findings);
  result.checks += part.checks + 1;
}

function validateNull(schema: Schema, path: string): Result {
  const type = schema.type && !schema.nullable ? failed(typeInvalid(path, schema.type, 'null')) : { findings: [], checks: 1 };
  return { findings: [...type.findings, ...validateEnum(schema, null, path).findings], checks: type.checks };
}

function validateArray({ items, minItems, maxItems }: Schema, value: readonly unknown[], path: string): Result {
  const result: Result = { findings: [], checks: 1 };
  if (items) value.forEach((item, index) => add(result, validate(items, item, `${path}[${index}]`)));
  if (minItems !== undefined && value.length < minItems) {
    result.findings.push(invalid(path, value.length, `${path} in body should have at least ${minItems} items`));
  }
  if (maxItems !== undefined && value.length > maxItems) result.findings.push(tooMany(path, value.length, maxItems));
  return result;
}

function add(result: Result, part: Result): void {
  result.findings.push(...part.findings);
  result.checks += part.checks;
}

function validateObject(schema: Schema, value: Readonly<Record<string, unknown>>, path: string): Result {
  const { required = [], minProperties, maxProperties } = schema;
  const result: Result = { findings: [], checks: 0 };
  const size = Object.keys(value).length;
  if (minProperties !== undefined && size < minProperties) {
    result.findings.push(invalid(path, size, `${path} in body should have at least ${minProperties} properties`));
  }
  if (maxProperties !== undefined && size > maxProperties) result.findings.push(tooMany(path, size, maxProperties));
  for (const [name, child] of Object.entries(value)) {
    const field = fieldSchema(schema, name);
    if (field) add(result, validate(field, child, fieldPath(path, name)));
  }
  for (const name of required) {
    if (!Object.hasOwn(value, name)) result.findings.push(fieldError('Required', fieldPath(path, name)));
  }
  return result;
}

/** Whether a value is one that the combinations of a schema (`anyOf` and the like) allow. */
export function fitsCombinations(schema: Schema, value: unknown): boolean {
  const { anyOf: any, oneOf: one, allOf: all, not } = schema;
  return (!any && !one && !all && !not) || validateCombinations(schema, value, '').findings.length === 0;
}

/** @see schemaPropsValidator.Validate */
function validateCombinations(schema: Schema, value: unknown, path: string): Result {
  const result: Result = { findings: [], checks: 1 };
  if (schema.anyOf) add(result, anyOf(schema.anyOf, value, path));
  if (schema.oneOf) add(result, oneOf(schema.oneOf, value, path));
  if (schema.allOf) add(result, allOf(schema.allOf, value, path));
  if (schema.not && validate(schema.not, value, path).findings.length === 0) {
    result.findings.push(pathless(path, `"${path}" must not validate the schema (not)`));
  }
  return result;
}

function anyOf(schemas: readonly Schema[], value: unknown, path: string): Result {
  const results = schemas.map((schema) => validate(schema, value, path));
  const valid = results.find((result) => result.findings.length === 0);
  if (valid) return valid;
  return withFinding(best(results), pathless(path, `"${path}" must validate at least one schema (anyOf)`));
}

function oneOf(schemas: readonly Schema[], value: unknown, path: string): Result {
  const results = schemas.map((schema) => validate(schema, value, path));
  const valid = results.filter((result) => result.findings.length === 0);
  if (valid.length === 1) return valid[0];
  const found = valid.length === 0 ? 'Found none valid' : `Found ${valid.length} valid alternatives`;
  const finding = pathless(path, `"${path}" must validate one and only one schema (oneOf). ${found}`);
  return valid.length === 0 ? withFinding(best(results), finding) : failed(finding);
}

function allOf(schemas: readonly Schema[], value: unknown, path: string): Result {
  const results = schemas.map((schema) => validate(schema, value, path));
  const result: Result = { findings: [], checks: 0 };
  results.forEach((part) => add(result, part));
  if (result.findings.length === 0) return result;
  const none = results.every((part) => part.findings.length > 0) ? '. None validated' : '';
  return withFinding(result, pathless(path, `"${path}" must validate all the schemas (allOf)${none}`));
}

/** The first of those that passed the most checks. */
function best(results: readonly Result[]): Result {
  return results.reduce((chosen, result) => (result.checks > chosen.checks ? result : chosen));
}

function withFinding(result: Result, finding: SchemaFinding): Result {
  return { findings: [finding, ...result.findings], checks: result.checks };
}
