import { hasFormat } from './formats';
import { isObject } from './go-text';
import { hasNoDuplicates } from './list-types';
import { presenceTest } from './presence-test';
import { validateNumber, validateText } from './scalars';
import type { Schema } from './schema';
import { fieldSchema } from './schema';
import { fitsCombinations } from './structure';

/** Tells of a value whether it certainly fits. */
type Test = (value: unknown) => boolean;

/**
 * Whether an object certainly has every default of its schema, no field that the schema does not know, and the structure and the lists
 * that it wants: most objects are passed so, in one walk that builds no paths and copies nothing. False: `takeIn`, `unknownFields`,
 * `checkStructure` and `checkListTypes` have to look.
 * @param ignored fields of the object itself that are not looked at
 */
export function isPlainlyValid(schema: Schema, value: unknown, ignored?: ReadonlySet<string>): boolean {
  return isPlain(nodeOf(schema), value, ignored);
}

const nodes = new WeakMap<Schema, Node>();

/** A schema in the form in which it is walked through: all of one shape, with what is asked again and again already looked up. */
class Node {
  /** Tells of a value that it has the type, and all that this type asks for. */
  public readonly typeTest: TypeTest;
  public readonly required: readonly string[];
  public readonly isOpen: boolean;
  public readonly leastItems: number;
  public readonly mostItems: number;
  public readonly leastFields: number;
  public readonly mostFields: number;
  /** For texts and numbers: limits, patterns and formats; undefined if there are none. */
  public readonly scalarTest: Test | undefined;
  /** What is said of a value beyond its type and its fields; undefined if nothing is. */
  public readonly moreTest: Test | undefined;
  readonly #fields = new Map<string, Node | undefined>();
  #items: Node | undefined;

  constructor(public readonly schema: Schema) {
    const { type, required = [], properties = {}, minItems = 0, maxItems = Infinity, minProperties = 0, maxProperties = Infinity } = schema;
    this.typeTest = type ? TYPE_TESTS[type] : isOfNoType;
    this.required = [...required, ...Object.keys(properties).filter((name) => properties[name].default !== undefined)];
    this.isOpen = schema['x-kubernetes-preserve-unknown-fields'] ?? false;
    this.leastItems = minItems;
    this.mostItems = maxItems;
    this.leastFields = minProperties;
    this.mostFields = maxProperties;
    this.scalarTest = scalarTest(schema);
    this.moreTest = moreTest(schema);
  }

  public get items(): Node | undefined {
    return this.#items ??= this.schema.items && nodeOf(this.schema.items);
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

function nodeOf(schema: Schema): Node {
  let node = nodes.get(schema);
  if (!node) nodes.set(schema, node = new Node(schema));
  return node;
}

function scalarTest(schema: Schema): Test | undefined {
  const { type, format, pattern, minLength, maxLength, minimum, maximum } = schema;
  if (type === 'integer') return (value) => validateNumber(schema, value as number, '').findings.length === 0;
  if ([format, pattern, minLength, maxLength, minimum, maximum].every((limit) => limit === undefined)) return undefined;
  if (type === 'number') return (value) => validateNumber(schema, value as number, '').findings.length === 0;
  return (value) => validateText(schema, value as string, '').findings.length === 0
    && (format === undefined || hasFormat(format, value as string));
}

const COMBINATIONS: readonly (keyof Schema)[] = ['anyOf', 'oneOf', 'allOf', 'not'];

function moreTest(schema: Schema): Test | undefined {
  const allowed = schema.enum && new Set(schema.enum);
  if (COMBINATIONS.every((keyword) => schema[keyword] === undefined)) return allowed && ((value) => allowed.has(value));
  const { anyOf, oneOf, allOf, not } = schema;
  const fits = presenceTest({ anyOf, oneOf, allOf, not }) ?? ((value: unknown) => fitsCombinations(schema, value));
  return allowed ? (value) => allowed.has(value) && fits(value) : fits;
}

function isPlain(node: Node, value: unknown, ignored?: ReadonlySet<string>): boolean {
  return (!node.moreTest || node.moreTest(value)) && node.typeTest(node, value, ignored);
}

type TypeTest = (node: Node, value: unknown, ignored: ReadonlySet<string> | undefined) => boolean;

const TYPE_TESTS: Readonly<Record<NonNullable<Schema['type']>, TypeTest>> = {
  string: (node, value) => typeof value === 'string' && (!node.scalarTest || node.scalarTest(value)),
  object: (node, value, ignored) => isObject(value) && isPlainObject(node, value, ignored),
  array: (node, value) => Array.isArray(value) && isPlainList(node, value),
  boolean: (_, value) => typeof value === 'boolean',
  integer: (node, value) => Number.isInteger(value) && node.scalarTest!(value),
  number: (node, value) => typeof value === 'number' && (!node.scalarTest || node.scalarTest(value)),
};

/** What may have any type is left to the full checks. */
function isOfNoType(): boolean {
  return false;
}

function isPlainList(node: Node, values: readonly unknown[]): boolean {
  if (values.length < node.leastItems || values.length > node.mostItems) return false;
  const { items } = node;
  for (const value of values) if (!items || !isPlain(items, value)) return false;
  return hasNoDuplicates(node.schema, values);
}

function isPlainObject(node: Node, value: Readonly<Record<string, unknown>>, ignored: ReadonlySet<string> | undefined): boolean {
  let count = 0;
  for (const name in value) {
    count++;
    if (ignored?.has(name)) continue;
    const field = node.field(name);
    if (field ? !isPlain(field, value[name]) : !node.isOpen) return false;
  }
  if (count < node.leastFields || count > node.mostFields) return false;
  for (const name of node.required) if (!Object.hasOwn(value, name)) return false;
  return true;
}
