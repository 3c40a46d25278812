import { mistake } from './problem';

/**
 * Refuses what is not of a closed set: programs without types can write anything.
 * @param what what it is, as the user writes it
 * @param name the name of the enum
 * @throws if the value is none of its values
 */
export function checkChoice(what: string, value: string | undefined, name: string, choices: Readonly<Record<string, string>>): void {
  if (value !== undefined && Object.values(choices).includes(value)) return;
  throw mistake(`${what} ${JSON.stringify(value) ?? 'undefined'} is unknown: write one of ${name}: ${Object.keys(choices).join(', ')}`);
}
