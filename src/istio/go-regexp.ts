const parts = new Map<string, RegExp>();
const wholes = new Map<string, RegExp>();

/**
 * Compiles a pattern of Go's regular expressions, which are those of RE2, and so of Envoy.
 * @param isWhole whether it has to match a whole text
 * @throws SyntaxError for a pattern that is no regular expression, or has flags that JavaScript can't express
 */
export function goRegExp(pattern: string, isWhole = false): RegExp {
  const compiled = isWhole ? wholes : parts;
  let expression = compiled.get(pattern);
  if (!expression) {
    const [flags] = /^(?:\^?\(\?[ims]+\))?/.exec(pattern)!;
    const body = inJavaScript(pattern);
    expression = new RegExp(isWhole ? `^(?:${body})$` : body, flags.replace(/[^ims]/g, ''));
    compiled.set(pattern, expression);
  }
  return expression;
}

/** What the classes of POSIX stand for within brackets. */
const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'a-zA-Z0-9', alpha: 'a-zA-Z', digit: '0-9', lower: 'a-z', space: '\\s', upper: 'A-Z', word: '\\w', xdigit: '0-9a-fA-F',
};

/** Writes what JavaScript spells differently: flags (which it takes beside the pattern), classes of POSIX, named groups, ends of the text. */
function inJavaScript(pattern: string): string {
  return pattern
    .replace(/^(\^?)\(\?[ims]+\)/, '$1')
    .replace(/\[:(\w+):\]/g, (text, name: string) => CLASSES[name] ?? text)
    .replace(/\(\?P</g, '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$');
}

/** What Go has not, or what JavaScript passes over, with Go's reason; the groups are what it quotes. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/(\(\?<[=!].*)/, 'invalid named capture'],
  [/(\(\?[=!])/, 'invalid or unsupported Perl syntax'],
  [/(\\[1-9])/, 'invalid escape sequence'],
  [/(\\[CGHIJKLMNORTUVXYZceghijklmoquy])/, 'invalid escape sequence'],
  [/(\{(?:\d+,)?(?:100[1-9]|10[1-9]\d|1[1-9]\d\d|[2-9]\d{3}|\d{5,})(?:,\d*)?\})/, 'invalid repeat count'],
  [/([*+?][*+])/, 'invalid nested repetition operator'],
];

/** The reasons of JavaScript (in part) and Go why a pattern is no regular expression. */
const REASONS: readonly (readonly [string, (pattern: string) => string])[] = [
  ['Nothing to repeat', (pattern) => `missing argument to repetition operator: \`${/[*+?]/.exec(pattern)![0]}\``],
  ['Unterminated group', (pattern) => `missing closing ): \`${pattern}\``],
  ['Unmatched', (pattern) => `unexpected ): \`${pattern}\``],
  ['Unterminated character class', (pattern) => `missing closing ]: \`${pattern.slice(pattern.lastIndexOf('['))}\``],
  ['Range out of order', (pattern) => `invalid character class range: \`${/[^[]-./.exec(pattern)![0]}\``],
  ['at end of pattern', () => 'trailing backslash at end of expression: ``'],
];

/** What is wrong with a pattern of Go's regular expressions, which have no look-around and no back-references. */
export function goRegExpProblem(pattern: string): string | undefined {
  const problem = foreignProblem(pattern) ?? syntaxProblem(pattern);
  return problem && `error parsing regexp: ${problem}`;
}

function foreignProblem(pattern: string): string | undefined {
  // Escaped characters mean nothing but for letters and digits, and in brackets all signs are plain.
  const plain = pattern.replace(/\\Q.*?(?:\\E|$)/g, '').replace(/\\[^a-zA-Z0-9]/g, '').replace(/\[\^?\]?[^\]]*\]/g, (list) => list.replace(/[^\\a-zA-Z]/g, ''));
  for (const [found, reason] of FOREIGN) {
    const quoted = found.exec(plain)?.[1];
    if (quoted !== undefined) return `${reason}: \`${quoted}\``;
  }
  return undefined;
}

function syntaxProblem(pattern: string): string | undefined {
  try {
    new RegExp(inJavaScript(pattern).replace(/\(\?[imsU-]+:/g, '(?:').replace(/\(\?[imsU-]+\)/g, ''));
    return undefined;
  } catch (error) {
    const { message } = error as SyntaxError;
    return REASONS.find(([words]) => message.includes(words))?.[1](pattern) ?? message;
  }
}
