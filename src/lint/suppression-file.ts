import { load, YAMLException } from 'js-yaml';
import { CATALOGUE } from './catalogue';
import { noRule } from './invalid-suppression';
import type { Suppression } from './suppression';
import { givenSuppression, parsePattern } from './suppression';
import { isMapping } from '../mesh/fields';
import { placeOf } from '../mesh/positions';
import type { FieldPath } from '../mesh/positions';
import type { SourceFile } from '../mesh/source-file';

/**
 * Reads a file of suppressions: `suppressions:` and a list of `rule`, `objects` (`KIND/NAMESPACE/NAME`, `*` allowed) and `reason`,
 * which has to be given.
 * @returns what is wrong with the file, with its place, if something is
 */
export function readSuppressions(file: SourceFile): readonly Suppression[] | string {
  const document = { file, start: 0, end: file.text.length };
  const at = (path: FieldPath, message: string) => {
    const { line, column } = placeOf(document, path);
    return `${file.name}:${line}:${column}: ${message}`;
  };
  const value = parse(file);
  if (typeof value === 'string') return value;
  if (!isMapping(value) || !Array.isArray(value.suppressions)) return at([], 'expected a mapping with the list "suppressions"');
  const suppressions: Suppression[] = [];
  for (const [index, item] of value.suppressions.entries()) {
    const path = ['suppressions', index];
    const read = readSuppression(item);
    if (typeof read === 'string') return at(path, read);
    suppressions.push(givenSuppression(read.rule, read.objects, read.reason, { document, path }));
  }
  return suppressions;
}

function parse({ name, text }: SourceFile): unknown {
  try {
    return load(text) ?? {};
  } catch (error) {
    const { mark, reason } = error instanceof YAMLException ? error : { mark: undefined, reason: String(error) };
    return `${name}:${(mark?.line ?? 0) + 1}:${(mark?.column ?? 0) + 1}: not YAML: ${reason}`;
  }
}

type Read = Pick<Suppression, 'rule' | 'objects' | 'reason'>;

function readSuppression(value: unknown): Read | string {
  if (!isMapping(value)) return 'expected a mapping with "rule", "objects" and "reason"';
  const { rule, objects, reason } = value;
  if (typeof rule !== 'string') return `rule is ${JSON.stringify(rule)}, expected the id of a rule`;
  if (!CATALOGUE.has(rule)) return noRule(rule, [...CATALOGUE.keys()]);
  const pattern = typeof objects === 'string' ? parsePattern(objects) : undefined;
  if (!pattern) return `objects is ${JSON.stringify(objects)}, expected KIND/NAMESPACE/NAME`;
  if (typeof reason !== 'string' || !reason.trim()) return `no reason is given why "${rule}" is suppressed`;
  return { rule, objects: pattern, reason };
}
