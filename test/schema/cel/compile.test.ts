import * as fs from 'fs';
import * as path from 'path';
import * as yaml from 'js-yaml';
import { goRegExp } from '../../../src/istio/go-regexp';
import { compile } from '../../../src/schema/cel/compile';
import { FUNCTIONS } from '../../../src/schema/cel/functions';
import type { Expression } from '../../../src/schema/cel/parser';
import { parse } from '../../../src/schema/cel/parser';
import { CUSTOM_KINDS } from '../../../src/schema/kinds/index.generated';

interface Case {
  readonly expression: string;
  readonly value?: unknown;
  readonly error?: string;
}

const cases = yaml.load(fs.readFileSync(path.join(__dirname, 'expressions.yaml'), 'utf8')) as Case[];
const self = { name: 'reviews', ports: [80, 443], labels: { app: 'a' }, empty: [] };

test.each(cases)('$expression', ({ expression, value, error }) => {
  const evaluated = () => compile(parse(expression), ['self'])({ value: self });
  if (error === undefined) expect(evaluated()).toEqual(value);
  else expect(evaluated).toThrow(new Error(error));
});

describe('the schemas', () => {
  const schemas = Object.values(CUSTOM_KINDS).flatMap((kind) => nodesOf(kind!.schema()));
  const rules = [...new Set(schemas.flatMap((schema) => (schema['x-kubernetes-validations'] ?? []) as { rule: string }[]).map(({ rule }) => rule))];
  const patterns = [...new Set(schemas.map((schema) => schema.pattern).filter((pattern) => typeof pattern === 'string'))];

  test.each(rules)('call only functions that are known: %s', (rule) => {
    const macros = ['has', 'all', 'exists', 'exists_one', 'filter', 'map'];
    expect(callsOf(parse(rule)).filter((name) => !macros.includes(name) && !FUNCTIONS[name])).toEqual([]);
  });

  test.each(patterns)('have only patterns that JavaScript reads: %s', (pattern) => {
    expect(() => goRegExp(pattern)).not.toThrow();
  });
});

/** All objects in a value. */
function nodesOf(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(nodesOf)];
}

function callsOf(expression: Expression): string[] {
  return nodesOf(expression).filter(({ op }) => op === 'call').map(({ name }) => String(name));
}
