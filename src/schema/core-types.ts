import type { SchemaFinding } from './finding';
import { fieldError, fieldPath } from './finding';
import { isObject } from './go-text';
import { coreTypes } from './kinds/index.generated';
import type { CoreType } from './schema';
import { isInteger, jsonKind, SELF_DECODING } from './self-decoding';
import { unknownField } from './unknown-fields';

/** Where a value stands, in the words of Kubernetes and of Go. */
interface Place {
  /** As Kubernetes writes it, with indices. */
  readonly path: string;
  /** The Go structure that has the field. */
  readonly struct: string;
  /** The names of all fields down to the value, without indices. */
  readonly fields: string;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

type Fields<Value> = Readonly<Record<string, Value>>;

/**
 * Decodes a value into a type of Kubernetes, as the API server does with strict field validation, and says what does not
 * fit. A missing field that the type requires is reported too, as the server does later by the rules of each kind.
 * @param name of the type, as Go writes it: `v1.Service`
 * @param path where the value stands in the object
 */
export function decode(name: string, value: unknown, path = ''): SchemaFinding[] {
  return decodeType({ ref: name }, value, { path, struct: '', fields: '' });
}

function decodeType(type: CoreType, value: unknown, place: Place): SchemaFinding[] {
  if (value === null || value === undefined) return [];
  if (type.ref) return decodeNamed(type.ref, value, place);
  if (type.items) return decodeList(type.items, value, place);
  if (type.additionalProperties) return decodeMap(type.additionalProperties, value, place);
  return fitsScalar(type, value) ? [] : [undecodable(value, goType(type), place)];
}

function decodeNamed(name: string, value: unknown, place: Place): SchemaFinding[] {
  const type = coreTypes()[name];
  if (SELF_DECODING[name]) return SELF_DECODING[name](value).map((message) => ({ path: place.path, type: 'Undecodable', message }));
  if (!type.properties) return type.type === 'object' && !isObject(value) ? [undecodable(value, name, place)] : [];
  if (!isObject(value)) return [undecodable(value, name, place)];
  return [...decodeFields(name.slice(name.indexOf('.') + 1), type.properties, value, place), ...missingFields(type, value, place)];
}

function decodeFields(struct: string, properties: Fields<CoreType>, value: Fields<unknown>, place: Place): SchemaFinding[] {
  return Object.entries(value).flatMap(([field, child]) => {
    const path = fieldPath(place.path, field);
    if (!Object.hasOwn(properties, field)) return [unknownField(path)];
    return decodeType(properties[field], child, { path, struct, fields: fieldPath(place.fields, field) });
  });
}

function missingFields({ required = [] }: CoreType, value: Fields<unknown>, { path }: Place): SchemaFinding[] {
  return required
    .filter((field) => value[field] === undefined || value[field] === null)
    .map((field) => fieldError('Required', fieldPath(path, field)));
}

function decodeList(items: CoreType, value: unknown, place: Place): SchemaFinding[] {
  if (!Array.isArray(value)) return [undecodable(value, goType({ items }), place)];
  return value.flatMap((item, index) => decodeType(items, item, { ...place, path: `${place.path}[${index}]` }));
}

function decodeMap(values: CoreType, value: unknown, place: Place): SchemaFinding[] {
  if (!isObject(value)) return [undecodable(value, goType({ additionalProperties: values }), place)];
  return Object.entries(value).flatMap(([key, child]) => decodeType(values, child, { ...place, path: `${place.path}[${key}]` }));
}

function fitsScalar({ type, format }: CoreType, value: unknown): boolean {
  if (type === 'integer') return isInteger(value, format ?? 'int64');
  if (format === 'byte') return typeof value === 'string' && BASE64.test(value);
  return type === undefined || type === 'object' || typeof value === type;
}

function goType({ type, format, ref, items, additionalProperties }: CoreType): string {
  if (items) return `[]${goType(items)}`;
  if (additionalProperties) return `map[string]${goType(additionalProperties)}`;
  if (type === 'boolean') return 'bool';
  return ref ?? format ?? type ?? 'interface {}';
}

/** @see Go encoding/json UnmarshalTypeError */
function undecodable(value: unknown, expected: string, { path, struct, fields }: Place): SchemaFinding {
  const target = fields ? `Go struct field ${struct}.${fields} of type ${expected}` : `Go value of type ${expected}`;
  return { path, type: 'Undecodable', message: `json: cannot unmarshal ${jsonKind(value, expected)} into ${target}` };
}
