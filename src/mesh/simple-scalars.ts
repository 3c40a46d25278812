import { loadAll } from 'js-yaml';
import { KUBERNETES_SCHEMA } from './yaml-schema';

export type Scalar = string | number | boolean | null;

const NUMBER_START = /[-+.0-9]/;
/** The longest word that is not text: `false`. */
const LONGEST_WORD = 5;
const MOST_REMEMBERED = 10_000;

/** What plain scalars mean that may be something else than text, by their text; undefined for those that are not simple. */
const meanings = new Map<string, Scalar | undefined>();

/**
 * What a plain scalar means, as a value or as a key: text, unless the YAML library reads something else.
 * @returns undefined if it is no scalar on its own
 */
export function meaningOf(text: string): Scalar | undefined {
  if (text.length > LONGEST_WORD && !NUMBER_START.test(text[0])) return text;
  let meaning = meanings.get(text);
  if (meaning !== undefined) return meaning;
  if (meanings.size >= MOST_REMEMBERED) meanings.clear();
  meaning = readMeaning(text);
  meanings.set(text, meaning);
  return meaning;
}

function readMeaning(text: string): Scalar | undefined {
  try {
    const [{ key }] = loadAll(`key: ${text}`, { schema: KUBERNETES_SCHEMA }) as [{ key: unknown }];
    return typeof key === 'object' && key !== null ? undefined : key as Scalar;
  } catch {
    return undefined;
  }
}
