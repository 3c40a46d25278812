import type { IConstruct } from 'constructs';
import { checkObjectName } from './names';
import { problem } from './problem';

const QUALIFIED_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const RULE = 'write at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends';

/**
 * Checks labels of an object, or those by which objects are selected: by a label that no object can have, a policy would protect nothing.
 * @param what whose labels they are, as the subject of a sentence: `a peer`
 */
export function checkLabels<T extends Readonly<Record<string, string>>>(scope: IConstruct, what: string, labels: T): T {
  for (const [key, value] of Object.entries(labels)) {
    checkLabelKey(scope, what, key);
    checkLabelValue(scope, `${what} has the label "${key}", whose value`, value);
  }
  return labels;
}

/** Checks the value of a label. An object is left to whoever resolves it at synthesis. */
export function checkLabelValue(scope: IConstruct, what: string, value: string): string {
  const isResolvedLater = typeof value === 'object' && value !== null;
  if (isResolvedLater || value === '' || isQualified(value)) return value;
  throw problem(scope, `${what} ${JSON.stringify(value)} is none that a label can have: ${RULE}`);
}

function checkLabelKey(scope: IConstruct, what: string, key: string): void {
  const parts = key.split('/');
  const name = parts.pop()!;
  if (parts.length > 1 || !isQualified(name)) throw problem(scope, `${what} has the label "${key}": ${RULE}, after a DNS-1123 name and "/" if there is more to it`);
  for (const prefix of parts) checkObjectName(scope, `${what} has the label "${key}", whose prefix`, prefix);
}

function isQualified(text: unknown): boolean {
  return typeof text === 'string' && text.length <= 63 && QUALIFIED_NAME.test(text);
}
