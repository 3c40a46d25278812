/** A piece of an expression. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'end';
  /** As it is written; of a text literal, what it stands for. */
  readonly text: string;
  /** Where it begins. */
  readonly offset: number;
}

/** An expression that is none of the Common Expression Language. */
export class SyntaxProblem extends Error {}

const SKIPPED = /(?:\s|\/\/[^\n]*)*/y;
/** Texts, raw and with escapes, in their four kinds of quotes. */
const ESCAPE = String.raw`\\(?:[abfnrtv\\?"'\x60]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})`;
const RAW = String.raw`[rR](?:"""([^]*?)"""|'''([^]*?)'''|"([^"\n]*)"|'([^'\n]*)')`;
const ESCAPED = String.raw`(?:"""((?:${ESCAPE}|[^\\])*?)"""|'''((?:${ESCAPE}|[^\\])*?)'''|"((?:${ESCAPE}|[^"\\\n])*)"|'((?:${ESCAPE}|[^'\\\n])*)')`;
const TEXT = new RegExp(`[bB]?(?:${RAW}|${ESCAPED})`, 'y');
const NUMBER = /(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)[uU]?/y;
const NAME = /[A-Za-z_]\w*|`[\w.\-/ ]+`/y;
const SIGN = /&&|\|\||[=!<>]=|[-+*/%<>!?:.,()[\]{}]/y;

const ESCAPES: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Splits an expression into its pieces. @throws SyntaxProblem */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  for (let offset = skip(expression, 0); offset < expression.length; offset = skip(expression, offset)) {
    const [token, end] = tokenAt(expression, offset);
    tokens.push(token);
    offset = end;
  }
  return [...tokens, { kind: 'end', text: 'end', offset: expression.length }];
}

function skip(expression: string, offset: number): number {
  SKIPPED.lastIndex = offset;
  return offset + SKIPPED.exec(expression)![0].length;
}

function tokenAt(expression: string, offset: number): [Token, number] {
  const text = matchAt(TEXT, expression, offset);
  if (text) {
    const [raw, escaped] = [text.slice(1, 5), text.slice(5)].map((groups) => groups.find((group) => group !== undefined));
    return [{ kind: 'text', text: raw ?? unescape(escaped!), offset }, TEXT.lastIndex];
  }
  for (const [kind, pattern] of [['number', NUMBER], ['name', NAME], ['sign', SIGN]] as const) {
    const match = matchAt(pattern, expression, offset);
    if (match) return [{ kind, text: match[0], offset }, pattern.lastIndex];
  }
  throw new SyntaxProblem(`unexpected ${JSON.stringify(expression[offset])} at ${offset}`);
}

function matchAt(pattern: RegExp, expression: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(expression);
}

function unescape(text: string): string {
  return text.replace(/\\(?:[xX](\w\w)|u(\w{4})|U(\w{8})|([0-3][0-7]{2})|([^]))/g, (_, hex, short, long, octal, character) => {
    if (octal) return String.fromCharCode(parseInt(octal, 8));
    const code = hex ?? short ?? long;
    return code ? String.fromCodePoint(parseInt(code, 16)) : ESCAPES[character] ?? character;
  });
}
