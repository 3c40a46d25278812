import { load } from 'js-yaml';
import { CATALOGUE } from './catalogue';
import type { Suppression } from './suppression';
import { parsePattern } from './suppression';
import { isMapping } from '../mesh/fields';

/**
 * Reads a file of suppressions: `suppressions:` and a list of `rule`, `objects` (`KIND/NAMESPACE/NAME`, `*` allowed) and `reason`,
 * which has to be given.
 * @returns what is wrong with the file, if something is
 * @throws if it is not YAML
 */
export function readSuppressions(text: string): readonly Suppression[] | string {
  const value = load(text);
  if (!isMapping(value) || !Array.isArray(value.suppressions)) return 'expected a mapping with the list "suppressions"';
  const read = value.suppressions.map(readSuppression);
  const wrong = read.findIndex((each) => typeof each === 'string');
  return wrong < 0 ? read as Suppression[] : `suppressions[${wrong}]: ${read[wrong] as string}`;
}

function readSuppression(value: unknown): Suppression | string {
  if (!isMapping(value)) return 'expected a mapping with "rule", "objects" and "reason"';
  const { rule, objects, reason } = value;
  if (typeof rule !== 'string' || !CATALOGUE.has(rule)) return `no rule ${JSON.stringify(rule)}`;
  const pattern = typeof objects === 'string' ? parsePattern(objects) : undefined;
  if (!pattern) return `objects is ${JSON.stringify(objects)}, expected KIND/NAMESPACE/NAME`;
  if (typeof reason !== 'string' || !reason.trim()) return 'no reason is given';
  return { rule, objects: pattern, reason };
}
