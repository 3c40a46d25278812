import { fitsScalar } from './core-types';
import { isObject } from './go-text';
import { coreTypes } from './kinds/index.generated';
import type { CoreType } from './schema';
import { SELF_DECODING } from './self-decoding';

/** Tells of a value whether it certainly fits a type. */
type Test = (value: unknown) => boolean;

/**
 * Whether a value certainly fits a type of Kubernetes, as most do: said in one walk that notes no places. False: `decode` has to look.
 * @param name of the type, as Go writes it: `v1.Service`
 */
export function isPlainlyDecodable(name: string, value: unknown): boolean {
  return testOfName(name)(value);
}

const tests = new Map<string, Test>();

/** A type as a function, which is much faster than to look each type up again for each value. */
function testOfName(name: string): Test {
  let test = tests.get(name);
  if (!test) tests.set(name, test = makeTest(name));
  return test;
}

function makeTest(name: string): Test {
  const selfDecoding = SELF_DECODING[name];
  if (selfDecoding) return (value) => selfDecoding(value).length === 0;
  const { type, properties, required = [] } = coreTypes()[name];
  if (!properties) return type === 'object' ? isObject : () => true;
  const fields = new Map(Object.entries(properties).map(([field, child]) => [field, testOf(child)]));
  return (value) => isObject(value) && areDecodable(fields, value) && required.every((field) => !isNothing(value[field]));
}

function areDecodable(fields: ReadonlyMap<string, Test>, value: Readonly<Record<string, unknown>>): boolean {
  for (const name in value) {
    const test = fields.get(name);
    if (!test || !isDecodable(test, value[name])) return false;
  }
  return true;
}

function isDecodable(test: Test, value: unknown): boolean {
  return isNothing(value) || test(value);
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

function testOf(type: CoreType): Test {
  const { ref, items, additionalProperties } = type;
  // Looked up when it is first asked for: a type may contain itself.
  if (ref) return (value) => testOfName(ref)(value);
  if (items) {
    const test = testOf(items);
    return (value) => Array.isArray(value) && value.every((item) => isDecodable(test, item));
  }
  if (additionalProperties) {
    const test = testOf(additionalProperties);
    return (value) => isObject(value) && Object.values(value).every((item) => isDecodable(test, item));
  }
  return (value) => fitsScalar(type, value);
}
