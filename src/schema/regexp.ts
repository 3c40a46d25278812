const compiled = new Map<string, RegExp>();

/**
 * Compiles a pattern of Go's regular expressions.
 * @throws SyntaxError for a pattern that is no regular expression
 */
export function goRegExp(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (!expression) {
    const [flags] = /^(?:\^?\(\?[ims]+\))?/.exec(pattern)!;
    expression = new RegExp(inJavaScript(pattern), flags.replace(/[^ims]/g, ''));
    compiled.set(pattern, expression);
  }
  return expression;
}

/** Writes what JavaScript spells differently: flags (which it takes beside the pattern), named groups, ends of the text. */
function inJavaScript(pattern: string): string {
  return pattern
    .replace(/^(\^?)\(\?[ims]+\)/, '$1')
    .replace(/\(\?P</g, '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$');
}

/** The reasons of JavaScript (in part) and Go why a pattern is no regular expression. */
const REASONS: readonly (readonly [string, (pattern: string) => string])[] = [
  ['Nothing to repeat', (pattern) => `missing argument to repetition operator: \`${/[*+?]/.exec(pattern)![0]}\``],
  ['Unterminated group', (pattern) => `missing closing ): \`${pattern}\``],
  ['Unmatched', (pattern) => `unexpected ): \`${pattern}\``],
  ['Unterminated character class', (pattern) => `missing closing ]: \`${pattern.slice(pattern.lastIndexOf('['))}\``],
];

/** What is wrong with a pattern of Go's regular expressions, which have no look-around and no back-references. */
export function goRegExpProblem(pattern: string): string | undefined {
  const foreign = /(?<!\\)(?:\\\\)*(\(\?(?:<?[=!])|\\[1-9])/.exec(pattern)?.[1];
  if (foreign?.startsWith('\\')) return `error parsing regexp: invalid escape sequence: \`${foreign}\``;
  if (foreign) return `error parsing regexp: invalid or unsupported Perl syntax: \`${foreign}\``;
  try {
    new RegExp(inJavaScript(pattern).replace(/\(\?[imsU-]+:/g, '(?:').replace(/\(\?[imsU-]+\)/g, ''));
    return undefined;
  } catch (error) {
    const { message } = error as SyntaxError;
    const reason = REASONS.find(([words]) => message.includes(words))?.[1](pattern) ?? message;
    return `error parsing regexp: ${reason}`;
  }
}
