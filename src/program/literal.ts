/** What ends a line for TypeScript, or is invisible: written as an escape. */
const ESCAPED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A string as TypeScript source: in single quotes, or of several lines as a template. */
export function stringLiteral(text: string): string {
  return isParagraph(text) ? `\`${escape(text, /[\\`]|\$(?=\{)/g, '\n')}\`` : quoted(text);
}

/** The name of a field as it stands in an object literal. */
export function fieldName(name: string): string {
  // Without the brackets it would set the prototype.
  if (name === '__proto__') return "['__proto__']";
  return IDENTIFIER.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  return `'${escape(text, /[\\']/g)}'`;
}

/** A text of several lines that a template shows as they are. */
function isParagraph(text: string): boolean {
  return text.trimEnd().includes('\n') && !text.includes('\r');
}

function escape(text: string, special: RegExp, kept: string = ''): string {
  return text.replace(special, '\\$&').replace(ESCAPED, (character) => character === kept ? character : NAMED[character] ?? unicode(character));
}

function unicode(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
