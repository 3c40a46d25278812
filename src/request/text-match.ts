import { Regex } from './regex';

/** Whether a text is one that is meant. */
export type TextTest = (text: string) => boolean;

/**
 * The pattern of a policy: `*` means any text but the empty one, `*x` a suffix, `x*` a prefix, all else the text itself.
 * @see istio pilot/pkg/security/authz/matcher/string.go StringMatcher
 */
export function wildcardTest(pattern: string): TextTest {
  if (pattern === '*') return (text) => text !== '';
  if (pattern.startsWith('*')) {
    const suffix = pattern.slice(1);
    return (text) => text.endsWith(suffix);
  }
  if (pattern.endsWith('*')) {
    const prefix = pattern.slice(0, -1);
    return (text) => text.startsWith(prefix);
  }
  return (text) => text === pattern;
}

/** As `wildcardTest`, but upper and lower case are the same. */
export function caselessWildcardTest(pattern: string): TextTest {
  const test = wildcardTest(pattern.toLowerCase());
  return (text) => test(text.toLowerCase());
}

/**
 * A regular expression that must match the whole text.
 * @throws SyntaxError for a pattern that is no regular expression, or can't be written in JavaScript
 */
export function regexTest(pattern: string): TextTest {
  const regex = new Regex(pattern);
  return (text) => regex.matches(text);
}
