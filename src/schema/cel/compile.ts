import { isDeepStrictEqual } from 'util';
import { isObject } from '../go-text';
import { EvaluationProblem, FUNCTIONS } from './functions';
import type { Expression } from './parser';

/** A name that an expression knows, and those that it knew before. */
export interface Scope {
  readonly name: string;
  readonly value: unknown;
  readonly outer?: Scope;
}

/**
 * The value of an expression, as cel-go computes it: where one side of `&&` or `||` decides, the other may be an error.
 * @throws EvaluationProblem
 */
export type Program = (scope: Scope) => unknown;

type Of<Op extends Expression['op']> = Extract<Expression, { op: Op }>;
type Compilers = { readonly [Op in Expression['op']]: (expression: Of<Op>) => Program };

const COMPILERS: Compilers = {
  literal: ({ value }) => () => value,
  name: ({ name }) => (scope) => lookUp(scope, name),
  select: compileSelect,
  index: compileIndex,
  list: compileList,
  map: ({ entries }) => {
    const programs = entries.map(([key, value]) => [compile(key), compile(value)] as const);
    return (scope) => Object.fromEntries(programs.map(([key, value]) => [key(scope), value(scope)]));
  },
  not: ({ of }) => {
    const program = compile(of);
    return (scope) => !program(scope);
  },
  minus: ({ of }) => {
    const program = compile(of);
    return (scope) => -(program(scope) as number);
  },
  choice: ({ condition, then, otherwise }) => {
    const [decides, first, second] = [compile(condition), compile(then), compile(otherwise)];
    return (scope) => (decides(scope) ? first : second)(scope);
  },
  binary: compileBinary,
  call: compileCall,
};

/** Turns an expression into a function, which is much faster than to walk through the expression each time. */
export function compile(expression: Expression): Program {
  return (COMPILERS[expression.op] as (expression: Expression) => Program)(expression);
}

/** A list of literals is made once. */
function compileList({ items }: Of<'list'>): Program {
  if (items.every(({ op }) => op === 'literal')) {
    const values = items.map((item) => (item as Of<'literal'>).value);
    return () => values;
  }
  const programs = items.map(compile);
  return (scope) => programs.map((item) => item(scope));
}

function lookUp(scope: Scope, name: string): unknown {
  for (let known: Scope | undefined = scope; known; known = known.outer) if (known.name === name) return known.value;
  return undefined;
}

function compileSelect({ of, field }: Of<'select'>): Program {
  const owner = compile(of);
  return (scope) => fieldOf(owner(scope), field);
}

function fieldOf(value: unknown, field: string): unknown {
  if (isObject(value) && Object.hasOwn(value, field)) return value[field];
  throw new EvaluationProblem(`no such key: ${field}`);
}

function compileIndex({ of, key }: Of<'index'>): Program {
  const [owner, index] = [compile(of), compile(key)];
  return (scope) => elementOf(owner(scope), index(scope));
}

function elementOf(value: unknown, key: unknown): unknown {
  if (!Array.isArray(value)) return fieldOf(value, String(key));
  if (Number(key) in value) return value[Number(key)];
  throw new EvaluationProblem(`index out of bounds: ${key}`);
}

type Operator = (left: unknown, right: unknown) => unknown;

const OPERATORS: Record<string, Operator> = {
  '==': isEqual,
  '!=': (left, right) => !isEqual(left, right),
  'in': (left, right) => Array.isArray(right) ? right.includes(left) : isObject(right) && Object.hasOwn(right, String(left)),
  '<': (left, right) => (left as number) < (right as number),
  '<=': (left, right) => (left as number) <= (right as number),
  '>': (left, right) => (left as number) > (right as number),
  '>=': (left, right) => (left as number) >= (right as number),
  '+': (left, right) => (left as number) + (right as number),
  '-': (left, right) => (left as number) - (right as number),
  '*': (left, right) => (left as number) * (right as number),
};

function isEqual(left: unknown, right: unknown): boolean {
  return typeof left === 'object' ? isDeepStrictEqual(left, right) : Object.is(left, right);
}

function compileBinary({ sign, left, right }: Of<'binary'>): Program {
  const [first, second] = [compile(left), compile(right)];
  if (sign === '&&' || sign === '||') return compileConnective(first, second, sign === '||');
  const operator = OPERATORS[sign];
  return (scope) => operator(first(scope), second(scope));
}

/** As `decided` does it for two sides; these are most of what there is. */
function compileConnective(first: Program, second: Program, deciding: boolean): Program {
  return (scope) => {
    let isDecided: boolean;
    try {
      isDecided = first(scope) === deciding;
    } catch {
      return decided([first, second], deciding, (side) => side(scope));
    }
    return isDecided || second(scope) === deciding ? deciding : !deciding;
  };
}

/** Whether one of several conditions is what decides; if none is, the first error counts. */
function decided<Item>(items: readonly Item[], deciding: boolean, holds: (item: Item) => unknown): boolean {
  let problem: unknown;
  for (const item of items) {
    try {
      if (holds(item) === deciding) return deciding;
    } catch (error) {
      problem ??= error;
    }
  }
  if (problem !== undefined) throw problem;
  return !deciding;
}

type Macro = (target: readonly unknown[], holds: (item: unknown) => unknown) => unknown;

const MACROS: Record<string, Macro | undefined> = {
  all: (items, holds) => decided(items, false, holds),
  exists: (items, holds) => decided(items, true, holds),
  exists_one: (items, holds) => items.filter(holds).length === 1,
  filter: (items, holds) => items.filter(holds),
  map: (items, valueOf) => items.map(valueOf),
};

function compileCall({ name, target, args }: Of<'call'>): Program {
  if (name === 'has') return compileHas(args[0] as Of<'select'>);
  const macro = target && MACROS[name];
  if (macro) return compileMacro(macro, compile(target), args);
  const programs = [...(target ? [target] : []), ...args].map(compile);
  const celFunction = FUNCTIONS[name] ?? undeclared(name);
  const [first, second] = programs;
  if (programs.length === 1) return (scope) => celFunction(first(scope));
  if (programs.length === 2) return (scope) => celFunction(first(scope), second(scope));
  return (scope) => celFunction(...programs.map((program) => program(scope)));
}

function undeclared(name: string) {
  return () => { throw new EvaluationProblem(`undeclared reference to '${name}'`); };
}

/** Whether a field is there; the parser lets only fields through. */
function compileHas({ of, field }: Of<'select'>): Program {
  const program = compile(of);
  return (scope) => {
    const owner = program(scope);
    return isObject(owner) && Object.hasOwn(owner, field);
  };
}

function compileMacro(macro: Macro, target: Program, [variable, body]: readonly Expression[]): Program {
  const name = variable.op === 'name' ? variable.name : '';
  const program = compile(body);
  return (outer) => macro(itemsOf(target(outer)), (value) => program({ name, value, outer }));
}

/** What a macro goes through: the items of a list, the keys of a map. */
function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : Object.keys(isObject(value) ? value : {});
}
