import type { StringMatch } from '../mesh/kinds/istio-traffic';
import { isPathTemplate } from '../request/path-template';
import { regexTest } from '../request/text-match';

/** Stands for a text that nothing names. */
export const UNNAMED = 'unnamed';

/** Texts that a pattern of a policy is about; of a prefix, itself and one that is longer. */
export function wildcardWitnesses(pattern: string): string[] {
  if (pattern === '*') return [UNNAMED];
  if (pattern.startsWith('*')) return [`${UNNAMED}${pattern.slice(1)}`];
  if (!pattern.endsWith('*')) return [pattern];
  const prefix = pattern.slice(0, -1);
  return [prefix, `${prefix}${UNNAMED}`];
}

/** Paths that a pattern of a policy is about. */
export function pathWitnesses(pattern: string): string[] {
  const texts = isPathTemplate(pattern)
    ? [pattern.replaceAll('{**}', `${UNNAMED}/${UNNAMED}`).replaceAll('{*}', UNNAMED)]
    : wildcardWitnesses(pattern);
  return texts.map(asPath);
}

function asPath(text: string): string {
  return text.startsWith('/') ? text : `/${text}`;
}

/** Texts that a match of a route is about. */
export function matchWitnesses({ exact, prefix, regex }: StringMatch): string[] {
  if (regex !== undefined) return regexWitnesses(regex);
  return prefix === undefined ? [exact ?? ''] : [prefix, `${prefix}${UNNAMED}`];
}

/** Paths that a match of a route is about; what lies below a prefix is one of them. The prefix of all paths names none. */
export function pathMatchWitnesses(match: StringMatch): string[] {
  const { prefix } = match;
  if (prefix === '/') return [];
  if (match.regex === undefined && prefix !== undefined) return [prefix, `${prefix.replace(/\/$/, '')}/${UNNAMED}`].map(asPath);
  return matchWitnesses(match).map(asPath);
}

/** What takes the place of parts of a regular expression, the first that fits. */
const PARTS: readonly (readonly [part: RegExp, text: string])[] = [
  [/\\d[+*]?|\[0-9\](\{\d+\}|[+*])?/g, '1'],
  [/\[\^\/\][+*]?|\.\+|\\w[+*]?|\[a-z[^\]]*\][+*]?/g, 'x'],
  [/\.\*|[\^$]/g, ''],
  [/\((?:\?:)?([^|()]*)(?:\|[^()]*)?\)[?*+]?/g, '$1'],
  [/\\(.)/g, '$1'],
];

/** A text that a regular expression matches, if one is found without much ado. */
function regexWitnesses(regex: string): string[] {
  const text = PARTS.reduce((rest, [part, replacement]) => rest.replace(part, replacement), regex);
  try {
    return regexTest(regex)(text) ? [text] : [];
  } catch {
    return [];
  }
}
