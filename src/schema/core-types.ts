import type { SchemaFinding } from './finding';
import { fieldError, fieldPath } from './finding';
import { isObject } from './go-text';
import { coreTypes } from './kinds/index.generated';
import type { CoreType } from './schema';
import { isInteger, jsonKind, SELF_DECODING } from './self-decoding';
import { unknownField } from './unknown-fields';

/** Where a value stands: the way down to it. Its words are made only where something is found. */
interface Place {
  readonly above?: Place;
  /** The name of a field, an index, or the key of a map. */
  readonly step: string | number;
  /** The type that has the field, as `v1.ServiceSpec`; absent for an item of a list or a map. */
  readonly struct?: string;
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
  const findings: SchemaFinding[] = [];
  decodeType({ ref: name }, value, { step: path }, findings);
  return findings;
}

function decodeType(type: CoreType, value: unknown, place: Place, findings: SchemaFinding[]): void {
  if (value === null || value === undefined) return;
  if (type.ref) decodeNamed(type.ref, value, place, findings);
  else if (type.items) decodeList(type.items, value, place, findings);
  else if (type.additionalProperties) decodeMap(type.additionalProperties, value, place, findings);
  else if (!fitsScalar(type, value)) findings.push(undecodable(value, goType(type), place));
}

function decodeNamed(name: string, value: unknown, place: Place, findings: SchemaFinding[]): void {
  const selfDecoding = SELF_DECODING[name];
  if (selfDecoding) {
    for (const message of selfDecoding(value)) findings.push({ path: pathTo(place), type: 'Undecodable', message });
    return;
  }
  const type = coreTypes()[name];
  if (!isObject(value)) {
    if (type.properties || type.type === 'object') findings.push(undecodable(value, name, place));
  } else if (type.properties) {
    decodeFields(name, type.properties, value, place, findings);
    reportMissing(type, value, place, findings);
  }
}

function decodeFields(name: string, properties: Fields<CoreType>, value: Fields<unknown>, above: Place, findings: SchemaFinding[]): void {
  for (const step of Object.keys(value)) {
    if (!Object.hasOwn(properties, step)) {
      findings.push(unknownField(pathTo({ above, step, struct: name })));
    } else if (!isPlainScalar(properties[step], value[step])) {
      decodeType(properties[step], value[step], { above, step, struct: name }, findings);
    }
  }
}

function reportMissing({ required = [] }: CoreType, value: Fields<unknown>, place: Place, findings: SchemaFinding[]): void {
  for (const field of required) {
    if (value[field] === undefined || value[field] === null) findings.push(fieldError('Required', fieldPath(pathTo(place), field)));
  }
}

function decodeList(items: CoreType, value: unknown, above: Place, findings: SchemaFinding[]): void {
  if (!Array.isArray(value)) findings.push(undecodable(value, goType({ items }), above));
  else value.forEach((item, step) => decodeType(items, item, { above, step }, findings));
}

function decodeMap(values: CoreType, value: unknown, above: Place, findings: SchemaFinding[]): void {
  if (!isObject(value)) {
    findings.push(undecodable(value, goType({ additionalProperties: values }), above));
    return;
  }
  for (const step of Object.keys(value)) {
    if (!isPlainScalar(values, value[step])) decodeType(values, value[step], { above, step }, findings);
  }
}

/** Whether a value is a text, a number or a boolean that fits its type: most are, and of these no place need be noted. */
function isPlainScalar(type: CoreType, value: unknown): boolean {
  return type.type !== undefined && type.type !== 'object' && fitsScalar(type, value);
}

/** A place as Kubernetes writes it, with indices. */
function pathTo({ above, step, struct }: Place): string {
  if (!above) return String(step);
  return struct === undefined ? `${pathTo(above)}[${step}]` : fieldPath(pathTo(above), String(step));
}

/** The names of all fields down to a place, without indices, as Go has them. */
function fieldsTo({ above, step, struct }: Place): string {
  if (!above) return '';
  return struct === undefined ? fieldsTo(above) : fieldPath(fieldsTo(above), String(step));
}

function structOf({ above, struct }: Place): string {
  if (struct === undefined) return above ? structOf(above) : '';
  return struct.slice(struct.indexOf('.') + 1);
}

/** Whether a value fits a type that is neither named, nor a list, nor a map. */
export function fitsScalar({ type, format }: CoreType, value: unknown): boolean {
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
function undecodable(value: unknown, expected: string, place: Place): SchemaFinding {
  const fields = fieldsTo(place);
  const target = fields ? `Go struct field ${structOf(place)}.${fields} of type ${expected}` : `Go value of type ${expected}`;
  return { path: pathTo(place), type: 'Undecodable', message: `json: cannot unmarshal ${jsonKind(value, expected)} into ${target}` };
}
