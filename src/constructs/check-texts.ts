import { mistake } from './problem';

/**
 * Refuses a text in the place of a list: it would count by any part of itself.
 * @param what what it is, as the user writes it
 * @throws if it is there and no list of texts
 */
export function checkTexts(what: string, value: readonly string[] | undefined): void {
  if (value === undefined || (Array.isArray(value) && value.every((text) => typeof text === 'string'))) return;
  throw mistake(`${what} is ${JSON.stringify(value)}, no list of texts: write ${typeof value === 'string' ? JSON.stringify([value]) : 'one'}`);
}
