import { hasFormat } from './formats';
import { isObject } from './go-text';
import { hasNoDuplicates } from './list-types';
import { validateNumber, validateText } from './scalars';
import type { Schema } from './schema';
import { fieldSchema } from './schema';
import { fitsCombinations } from './structure';

/**
 * Whether an object certainly has every default of its schema, no field that the schema does not know, and the structure and the lists
 * that it wants: most objects are passed so, in one walk that builds no paths and copies nothing. False: `takeIn`, `unknownFields`,
 * `checkStructure` and `checkListTypes` have to look.
 */
export function isPlainlyValid(schema: Schema, value: unknown): boolean {
  return isPlain(nodeOf(schema), value);
}

const nodes = new WeakMap<Schema, Node>();

/** A schema in the form in which it is walked through: all of one shape, which the machine follows much faster than JSON. */
class Node {
  public readonly type: Schema['type'];
  public readonly items: Schema | undefined;
  public readonly required: readonly string[];
  public readonly hasMoreToSay: boolean;
  public readonly isOpen: boolean;
  readonly #fields = new Map<string, Node | undefined>();

  constructor(public readonly schema: Schema) {
    const { type, items, required = [], properties = {} } = schema;
    this.type = type;
    this.items = items;
    this.required = [...required, ...Object.keys(properties).filter((name) => properties[name].default !== undefined)];
    this.isOpen = schema['x-kubernetes-preserve-unknown-fields'] ?? false;
    this.hasMoreToSay = MORE.some((keyword) => schema[keyword] !== undefined);
  }

  public field(name: string): Node | undefined {
    let node = this.#fields.get(name);
    if (node === undefined && !this.#fields.has(name)) {
      const field = fieldSchema(this.schema, name);
      // The keys of a map are as many as users like.
      if (field === this.schema.additionalProperties) return field && nodeOf(field);
      this.#fields.set(name, node = field && nodeOf(field));
    }
    return node;
  }
}

/** What may be said of a value beyond its type and its fields. */
const MORE: readonly (keyof Schema)[] = ['enum', 'anyOf', 'oneOf', 'allOf', 'not'];

function nodeOf(schema: Schema): Node {
  let node = nodes.get(schema);
  if (!node) nodes.set(schema, node = new Node(schema));
  return node;
}

function isPlain(node: Node, value: unknown): boolean {
  switch (typeof value) {
    case 'string': return isPlainText(node, value);
    case 'number': return isPlainNumber(node, value);
    case 'boolean': return node.type === 'boolean' && isAllowed(node, value);
    case 'object': return Array.isArray(value) ? isPlainList(node, value) : isObject(value) && isPlainObject(node, value);
    default: return false;
  }
}

function isAllowed({ hasMoreToSay, schema }: Node, value: unknown): boolean {
  return !hasMoreToSay || ((schema.enum === undefined || schema.enum.includes(value)) && fitsCombinations(schema, value));
}

function isPlainText(node: Node, value: string): boolean {
  const { type, schema } = node;
  return type === 'string' && isAllowed(node, value) && validateText(schema, value, '').findings.length === 0
    && (schema.format === undefined || hasFormat(schema.format, value));
}

function isPlainNumber(node: Node, value: number): boolean {
  const hasType = node.type === 'number' || (node.type === 'integer' && Number.isInteger(value));
  return hasType && isAllowed(node, value) && validateNumber(node.schema, value, '').findings.length === 0;
}

function isPlainList(node: Node, values: readonly unknown[]): boolean {
  const { minItems, maxItems } = node.schema;
  if (node.type !== 'array' || !isWithin(values.length, minItems, maxItems) || !isAllowed(node, values)) return false;
  const items = node.items && nodeOf(node.items);
  for (const value of values) if (!items || !isPlain(items, value)) return false;
  return hasNoDuplicates(node.schema, values);
}

function isWithin(count: number, least = 0, most = Infinity): boolean {
  return count >= least && count <= most;
}

function isPlainObject(node: Node, value: Readonly<Record<string, unknown>>): boolean {
  const { minProperties, maxProperties } = node.schema;
  if (node.type !== 'object' || !isAllowed(node, value)) return false;
  const names = Object.keys(value);
  if (!isWithin(names.length, minProperties, maxProperties)) return false;
  for (const name of names) {
    const field = node.field(name);
    if (field ? !isPlain(field, value[name]) : !node.isOpen) return false;
  }
  return node.required.every((name) => Object.hasOwn(value, name));
}
