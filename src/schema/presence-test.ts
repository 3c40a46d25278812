import { isObject } from './go-text';
import type { Schema } from './schema';

const UNDERSTOOD: readonly string[] = ['required', 'anyOf', 'oneOf', 'allOf', 'not'] satisfies (keyof Schema)[];

/**
 * A test of a schema that asks for nothing but which fields are there, as that of a choice between fields does: it says whether a value is
 * valid, and costs a fraction of a check that can say why not.
 * @returns undefined for a schema that asks for more
 */
export function presenceTest(schema: Schema): ((value: unknown) => boolean) | undefined {
  const keywords = Object.keys(schema).filter((keyword) => schema[keyword as keyof Schema] !== undefined);
  if (!keywords.every((keyword) => UNDERSTOOD.includes(keyword))) return undefined;
  const { required = [], anyOf, oneOf, allOf = [], not } = schema;
  const [any, one, all, none] = [anyOf ?? [], oneOf ?? [], allOf, not ? [not] : []].map((parts) => parts.map(presenceTest));
  const tests = [...any, ...one, ...all, ...none];
  if (tests.includes(undefined)) return undefined;
  return (value) => (!isObject(value) || required.every((field) => Object.hasOwn(value, field)))
    && (!anyOf || any.some((test) => test!(value)))
    && (!oneOf || one.filter((test) => test!(value)).length === 1)
    && all.every((test) => test!(value))
    && !none.some((test) => test!(value));
}
