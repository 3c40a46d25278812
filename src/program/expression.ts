/** The packages that a program imports from. */
export type PackageName = 'cdk8s' | 'cdk8s-waypoint';

/** Something that a package exports. */
export interface Exported {
  readonly form: 'exported';
  readonly from: PackageName;
  readonly name: string;
}

/**
 * A TypeScript expression as a value: it can be printed, and evaluated. One that occurs twice as the same value is the same thing both
 * times, so that a program gives it a name.
 */
export type Expression = Literal | List | Struct | Member | Call | Creation | Declared | Exported;

/** A value of JSON that is no list and no mapping. */
export interface Literal {
  readonly form: 'literal';
  readonly value: string | number | boolean | null;
}

export interface List {
  readonly form: 'list';
  readonly items: readonly Expression[];
}

/** An object literal, fields in the order in which they are printed. */
export interface Struct {
  readonly form: 'struct';
  readonly fields: readonly (readonly [string, Expression])[];
}

/** `TrafficType.ALL`, `policy.metadata` */
export interface Member {
  readonly form: 'member';
  readonly of: Expression;
  readonly name: string;
}

/** `ObjectRef.service('cart')` */
export interface Call {
  readonly form: 'call';
  readonly of: Expression;
  readonly method: string;
  readonly args: readonly Expression[];
}

/** `new HttpRoute(shop, 'cart', { … })` */
export interface Creation {
  readonly form: 'new';
  readonly of: Exported;
  readonly args: readonly Expression[];
}

/** Something that gets a name of its own if it is used elsewhere, and stands where it is used if that is one place only. */
export interface Declared {
  readonly form: 'declared';
  /** Words that the name is made of, the first choice first. */
  readonly names: readonly string[];
  readonly value: Expression;
  /** Whether it is a statement even where nobody uses it, as a construct is. */
  readonly isStatement: boolean;
  /** Lines of a comment above it. */
  readonly comment?: readonly string[];
}

/** Lines of a comment that stand on their own, above the statements that follow. */
export interface Heading {
  readonly form: 'heading';
  readonly lines: readonly string[];
}

/** A statement: something declared, or a call that is made for its effect. */
export type Statement = Declared | Call | Heading;

/** Something of this package. */
export function ours(name: string): Exported {
  return { form: 'exported', from: 'cdk8s-waypoint', name };
}

/** Something of cdk8s. */
export function cdk8s(name: string): Exported {
  return { form: 'exported', from: 'cdk8s', name };
}

/** What declares a construct: `const shop = new Chart(app, 'shop')`. */
export function construction(names: readonly string[], of: Exported, args: readonly Expression[]): Declared {
  return { form: 'declared', names, isStatement: true, value: { form: 'new', of, args } };
}

/** A call of a static method of this package: `ObjectRef.service(…)`. */
export function callOurs(className: string, method: string, ...args: Expression[]): Call {
  return { form: 'call', of: ours(className), method, args };
}

/** A member of an enum of this package. */
export function enumMember(name: string, member: string): Member {
  return { form: 'member', of: ours(name), name: member };
}

export function list(items: readonly Expression[]): List {
  return { form: 'list', items };
}

/** What is in an object literal; what is undefined is left out. */
export type Props = { readonly [name: string]: Expression | undefined };

/** An object literal of what is given. */
export function struct(fields: Props): Struct {
  return { form: 'struct', fields: Object.entries(fields).filter((field): field is [string, Expression] => field[1] !== undefined) };
}

/** A value of JSON; what is undefined in it is left out. */
export function plain(value: unknown): Expression {
  if (Array.isArray(value)) return list(value.map(plain));
  if (typeof value !== 'object' || value === null) return { form: 'literal', value: value as Literal['value'] };
  const fields = Object.entries(value).filter(([, child]) => child !== undefined);
  return { form: 'struct', fields: fields.map(([name, child]) => [name, plain(child)]) };
}

/** A value of JSON, if there is one. */
export function optional(value: unknown): Expression | undefined {
  return value === undefined || value === null ? undefined : plain(value);
}

/** The expressions that an expression is made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.form) {
    case 'list': return expression.items;
    case 'struct': return expression.fields.map(([, value]) => value);
    case 'member': return [expression.of];
    case 'call':
    case 'new': return [expression.of, ...expression.args];
    case 'declared': return [expression.value];
    default: return [];
  }
}
