import { loadAll } from 'js-yaml';
import { rememberTexts } from './remember';
import { KUBERNETES_SCHEMA } from './yaml-schema';

export type Scalar = string | number | boolean | null;

const NUMBER_START = /[-+.0-9]/;
/** The longest word that is not text: `false`. */
const LONGEST_WORD = 5;
const MOST_REMEMBERED = 10_000;

/**
 * What a plain scalar means, as a value or as a key: text, unless the YAML library reads something else.
 * @returns undefined if it is no scalar on its own
 */
export function meaningOf(text: string): Scalar | undefined {
  return text.length > LONGEST_WORD && !NUMBER_START.test(text[0]) ? text : readMeaning(text);
}

const readMeaning = rememberTexts((text): Scalar | undefined => {
  try {
    const [{ key }] = loadAll(`key: ${text}`, { schema: KUBERNETES_SCHEMA }) as [{ key: unknown }];
    return typeof key === 'object' && key !== null ? undefined : key as Scalar;
  } catch {
    return undefined;
  }
}, MOST_REMEMBERED);
