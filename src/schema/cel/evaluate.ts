import { isDeepStrictEqual } from 'util';
import { isObject } from '../go-text';
import { EvaluationProblem, FUNCTIONS } from './functions';
import type { Expression } from './parser';

/** The names that an expression knows. */
export type Names = Readonly<Record<string, unknown>>;

type Operator = (left: number, right: number) => unknown;

const OPERATORS: Record<string, Operator> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
};

type Of<Op extends Expression['op']> = Extract<Expression, { op: Op }>;
type Evaluators = { readonly [Op in Expression['op']]: (expression: Of<Op>, names: Names) => unknown };

const EVALUATORS: Evaluators = {
  literal: ({ value }) => value,
  name: ({ name }, names) => names[name],
  select: ({ of, field }, names) => fieldOf(evaluate(of, names), field),
  index: ({ of, key }, names) => elementOf(evaluate(of, names), evaluate(key, names)),
  list: ({ items }, names) => items.map((item) => evaluate(item, names)),
  map: ({ entries }, names) => Object.fromEntries(entries.map(([key, value]) => [evaluate(key, names), evaluate(value, names)])),
  not: ({ of }, names) => !evaluate(of, names),
  minus: ({ of }, names) => -(evaluate(of, names) as number),
  choice: ({ condition, then, otherwise }, names) => evaluate(evaluate(condition, names) ? then : otherwise, names),
  binary,
  call,
};

/**
 * The value of an expression, as cel-go computes it: where one side of `&&` or `||` decides, the other may be an error.
 * @throws EvaluationProblem
 */
export function evaluate(expression: Expression, names: Names): unknown {
  return (EVALUATORS[expression.op] as (expression: Expression, names: Names) => unknown)(expression, names);
}

function fieldOf(value: unknown, field: string): unknown {
  if (isObject(value) && Object.hasOwn(value, field)) return value[field];
  throw new EvaluationProblem(`no such key: ${field}`);
}

function elementOf(value: unknown, key: unknown): unknown {
  if (!Array.isArray(value)) return fieldOf(value, String(key));
  if (Number(key) in value) return value[Number(key)];
  throw new EvaluationProblem(`index out of bounds: ${key}`);
}

function binary({ sign, left, right }: Of<'binary'>, names: Names): unknown {
  if (sign === '&&') return decided([left, right].map((side) => () => evaluate(side, names)), false);
  if (sign === '||') return decided([left, right].map((side) => () => evaluate(side, names)), true);
  const [first, second] = [evaluate(left, names), evaluate(right, names)];
  if (sign === '==') return isDeepStrictEqual(first, second);
  if (sign === '!=') return !isDeepStrictEqual(first, second);
  if (sign === 'in') return Array.isArray(second) ? second.includes(first) : isObject(second) && Object.hasOwn(second, String(first));
  return OPERATORS[sign](first as number, second as number);
}

/** Whether one of several conditions is what decides; if none is, the first error counts. */
function decided(conditions: readonly (() => unknown)[], deciding: boolean): boolean {
  let problem: unknown;
  for (const condition of conditions) {
    try {
      if (condition() === deciding) return deciding;
    } catch (error) {
      problem ??= error;
    }
  }
  if (problem !== undefined) throw problem;
  return !deciding;
}

type Macro = (target: readonly unknown[], holds: (item: unknown) => unknown) => unknown;

const MACROS: Record<string, Macro | undefined> = {
  all: (items, holds) => decided(items.map((item) => () => holds(item)), false),
  exists: (items, holds) => decided(items.map((item) => () => holds(item)), true),
  exists_one: (items, holds) => items.filter(holds).length === 1,
  filter: (items, holds) => items.filter(holds),
  map: (items, valueOf) => items.map(valueOf),
};

function call({ name, target, args }: Of<'call'>, names: Names): unknown {
  if (name === 'has') return has(args[0] as Of<'select'>, names);
  const macro = target && MACROS[name];
  if (macro) return macro(itemsOf(evaluate(target, names)), (item) => evaluate(args[1], { ...names, [nameOf(args[0])]: item }));
  const values = [...(target ? [target] : []), ...args].map((arg) => evaluate(arg, names));
  const celFunction = FUNCTIONS[name];
  if (!celFunction) throw new EvaluationProblem(`undeclared reference to '${name}'`);
  return celFunction(...values);
}

/** Whether a field is there; the parser lets only fields through. */
function has({ of, field }: Of<'select'>, names: Names): boolean {
  const owner = evaluate(of, names);
  return isObject(owner) && Object.hasOwn(owner, field);
}

/** What a macro goes through: the items of a list, the keys of a map. */
function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : Object.keys(isObject(value) ? value : {});
}

function nameOf(expression: Expression): string {
  return expression.op === 'name' ? expression.name : '';
}
