import type { Token } from './tokens';
import { SyntaxProblem, tokensOf } from './tokens';

/** An expression of the Common Expression Language. */
export type Expression =
  | { readonly op: 'literal'; readonly value: unknown }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'select'; readonly of: Expression; readonly field: string }
  | { readonly op: 'index'; readonly of: Expression; readonly key: Expression }
  | { readonly op: 'call'; readonly name: string; readonly target?: Expression; readonly args: readonly Expression[] }
  | { readonly op: 'list'; readonly items: readonly Expression[] }
  | { readonly op: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly op: 'not' | 'minus'; readonly of: Expression }
  | { readonly op: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly op: 'choice'; readonly condition: Expression; readonly then: Expression; readonly otherwise: Expression };

/** The operators between two expressions, from those that bind least. */
const LEVELS = [['||'], ['&&'], ['==', '!=', '<', '<=', '>', '>=', 'in'], ['+', '-'], ['*', '/', '%']];
const RESERVED = [
  'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'in', 'let', 'loop', 'package', 'namespace', 'return', 'var',
  'void', 'while',
];
const CONSTANTS: Record<string, unknown> = { true: true, false: false, null: null };

/** Reads an expression. @throws SyntaxProblem */
export function parse(expression: string): Expression {
  return new Parser(tokensOf(expression)).whole();
}

class Parser {
  private next = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  public whole(): Expression {
    const expression = this.expression();
    if (this.token.kind !== 'end') throw this.unexpected();
    return expression;
  }

  private expression(): Expression {
    const condition = this.binary(0);
    if (!this.take('?')) return condition;
    const then = this.binary(0);
    this.expect(':');
    return { op: 'choice', condition, then, otherwise: this.expression() };
  }

  private binary(level: number): Expression {
    if (level === LEVELS.length) return this.unary();
    let left = this.binary(level + 1);
    for (let sign = this.takeOne(LEVELS[level]); sign; sign = this.takeOne(LEVELS[level])) {
      left = { op: 'binary', sign, left, right: this.binary(level + 1) };
    }
    return left;
  }

  private unary(): Expression {
    if (this.take('!')) return { op: 'not', of: this.unary() };
    if (this.take('-')) return { op: 'minus', of: this.unary() };
    let expression = this.primary();
    for (let sign = this.takeOne(['.', '[', '{']); sign; sign = this.takeOne(['.', '[', '{'])) {
      if (sign === '.') expression = this.member(expression);
      else expression = sign === '[' ? this.element(expression) : this.message(expression);
    }
    return expression;
  }

  /** `google.rpc.Status{code: 5}`: no rule has one, but it is an expression. */
  private message(type: Expression): Expression {
    if (type.op !== 'name' && type.op !== 'select') throw this.unexpected();
    return { op: 'call', name: 'message', args: this.entries().map(([, value]) => value) };
  }

  private member(of: Expression): Expression {
    const name = this.name();
    return this.take('(') ? { op: 'call', name, target: of, args: this.list(')') } : { op: 'select', of, field: unescaped(name) };
  }

  private element(of: Expression): Expression {
    const key = this.expression();
    this.expect(']');
    return { op: 'index', of, key };
  }

  private primary(): Expression {
    const { kind, text } = this.token;
    if (kind === 'text' || kind === 'number') {
      this.next += 1;
      return { op: 'literal', value: kind === 'text' ? text : Number(text.replace(/[uU]$/, '')) };
    }
    if (this.take('(')) return this.grouped();
    if (this.take('[')) return { op: 'list', items: this.list(']') };
    if (this.take('{')) return { op: 'map', entries: this.entries() };
    this.take('.');
    return this.named();
  }

  private grouped(): Expression {
    const expression = this.expression();
    this.expect(')');
    return expression;
  }

  private named(): Expression {
    // Only fields may stand in back-quotes.
    if (this.token.text.startsWith('`')) throw this.unexpected();
    const name = this.name();
    if (this.take('(')) return this.call(name);
    if (RESERVED.includes(name)) throw new SyntaxProblem(`reserved identifier: ${name}`);
    return Object.hasOwn(CONSTANTS, name) ? { op: 'literal', value: CONSTANTS[name] } : { op: 'name', name };
  }

  private call(name: string): Expression {
    const args = this.list(')');
    if (name === 'has' && args[0]?.op !== 'select') throw new SyntaxProblem('invalid argument to has() macro');
    return { op: 'call', name, args };
  }

  private list(end: string): Expression[] {
    const items: Expression[] = [];
    while (!this.take(end)) {
      if (items.length > 0) this.expect(',');
      if (this.take(end)) break;
      items.push(this.expression());
    }
    return items;
  }

  private entries(): [Expression, Expression][] {
    const entries: [Expression, Expression][] = [];
    while (!this.take('}')) {
      if (entries.length > 0) this.expect(',');
      if (this.take('}')) break;
      const key = this.expression();
      this.expect(':');
      entries.push([key, this.expression()]);
    }
    return entries;
  }

  private get token(): Token {
    return this.tokens[this.next];
  }

  private name(): string {
    const { kind, text } = this.token;
    if (kind !== 'name' || text === 'in') throw this.unexpected();
    this.next += 1;
    return text;
  }

  private take(text: string): boolean {
    const isNext = this.token.kind !== 'text' && this.token.text === text;
    if (isNext) this.next += 1;
    return isNext;
  }

  private takeOne(texts: readonly string[]): string | undefined {
    return texts.find((text) => this.take(text));
  }

  private expect(text: string): void {
    if (!this.take(text)) throw this.unexpected();
  }

  private unexpected(): SyntaxProblem {
    return new SyntaxProblem(`unexpected ${this.token.kind === 'end' ? 'end' : JSON.stringify(this.token.text)} at ${this.token.offset}`);
  }
}

/** Fields that are called like a reserved word are written with underscores or back-quotes around them. */
function unescaped(field: string): string {
  return /^(__|`)(.+)\1$/.exec(field)?.[2] ?? field;
}
