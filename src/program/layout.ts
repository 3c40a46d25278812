import type { Call, Creation, Declared, Expression, List, Struct } from './expression';
import { fieldName, stringLiteral } from './literal';

/** The width that lines keep to where they can. */
const WIDTH = 120;
const INDENT = '  ';

/** How something that is declared is written where it is used: its name, or undefined where its value is meant. */
export type NameOf = (declared: Declared) => string | undefined;

/** Writes expressions as TypeScript, on one line where they fit and else broken as few times as needed. */
export class Layout {
  constructor(private readonly nameOf: NameOf) {}

  /**
   * @param indent of the line that the expression begins on
   * @param used characters that stand on that line before it, the indent among them, and behind it
   */
  public write(expression: Expression, indent: string, used: number): string {
    const flat = this.flat(expression);
    if (!flat.includes('\n') && used + flat.length <= WIDTH && !isLong(expression)) return flat;
    return this.broken(expression, indent, used, flat);
  }

  private flat(expression: Expression): string {
    switch (expression.form) {
      case 'literal': return literal(expression.value);
      case 'list': return `[${this.flatAll(expression.items)}]`;
      case 'struct': return expression.fields.length === 0 ? '{}' : `{ ${expression.fields.map((field) => this.flatField(field)).join(', ')} }`;
      case 'declared': return this.nameOf(expression) ?? this.flat(expression.value);
      case 'exported': return expression.name;
      case 'member': return `${this.flat(expression.of)}.${expression.name}`;
      default: return `${this.head(expression)}(${this.flatAll(expression.args)})`;
    }
  }

  private flatAll(expressions: readonly Expression[]): string {
    return expressions.map((expression) => this.flat(expression)).join(', ');
  }

  private flatField([name, value]: Struct['fields'][number]): string {
    const text = this.flat(value);
    return text === name ? name : `${fieldName(name)}: ${text}`;
  }

  /** What stands before the arguments. */
  private head(call: Call | Creation): string {
    return call.form === 'new' ? `new ${call.of.name}` : `${this.flat(call.of)}.${call.method}`;
  }

  private broken(expression: Expression, indent: string, used: number, flat: string): string {
    switch (expression.form) {
      case 'list': return this.brokenList(expression, indent, used);
      case 'struct': return expression.fields.length === 0 ? flat : this.brokenStruct(expression, indent);
      case 'declared': return this.nameOf(expression) ?? this.write(expression.value, indent, used);
      case 'call':
      case 'new': return expression.args.length === 0 ? flat : this.brokenCall(expression, indent, used);
      default: return flat;
    }
  }

  private brokenStruct({ fields }: Struct, indent: string): string {
    const inner = indent + INDENT;
    const lines = fields.map(([name, value]) => {
      const label = fieldName(name);
      const text = this.write(value, inner, inner.length + label.length + 3);
      return text === name ? `${inner}${name},\n` : `${inner}${label}: ${text},\n`;
    });
    return `{\n${lines.join('')}${indent}}`;
  }

  /** A list of one thing that is broken itself needs no lines of its own. */
  private brokenList({ items }: List, indent: string, used: number): string {
    if (items.length === 0) return '[]';
    if (items.length === 1 && isBracketed(items[0])) return `[${this.write(items[0], indent, used + 2)}]`;
    const inner = indent + INDENT;
    return `[\n${items.map((item) => `${inner}${this.write(item, inner, inner.length + 1)},\n`).join('')}${indent}]`;
  }

  /** The last argument is broken where it stands, if those before it fit on the line. */
  private brokenCall(call: Call | Creation, indent: string, used: number): string {
    const { args } = call;
    const head = this.head(call);
    const last = args[args.length - 1];
    const before = args.slice(0, -1).map((arg) => `${this.flat(arg)}, `).join('');
    if (isBracketed(last) && !before.includes('\n') && used + head.length + before.length < WIDTH) {
      return `${head}(${before}${this.write(last, indent, used + head.length + before.length + 2)})`;
    }
    const inner = indent + INDENT;
    return `${head}(\n${args.map((arg) => `${inner}${this.write(arg, inner, inner.length + 1)},\n`).join('')}${indent})`;
  }
}

function literal(value: string | number | boolean | null): string {
  if (typeof value === 'string') return stringLiteral(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Whether an expression ends with a bracket, so that it can begin on the line of what it is in. */
function isBracketed(expression: Expression): boolean {
  return ['list', 'struct', 'call', 'new'].includes(expression.form);
}

/** A mapping of several mappings is easier to read with a line for each, whatever its width. */
function isLong(expression: Expression): boolean {
  return expression.form === 'struct' && expression.fields.length > 1 && expression.fields.filter(([, value]) => hasFields(value)).length > 1;
}

function hasFields(expression: Expression): boolean {
  return expression.form === 'struct' ? expression.fields.length > 0 : expression.form === 'list' && expression.items.some(hasFields);
}
