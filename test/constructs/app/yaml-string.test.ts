import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { yamlKey, yamlString } from '../../../src/constructs/app/yaml-string';

/** Strings of what decides how a string is written. */
const string = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'Z', 'e', '0', '7', '_', '-', '+', '.', '/', '*', ':', '#', ' ', '\n', '\t', '"', '\'', '{', '~', 'é', '\r'), maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('a', 'b: c', ' ', '\n', '---', '...', '-', '0', '*'), maxLength: 6 }),
  fc.mixedCase(fc.constantFrom('y', 'yes', 'n', 'no', 'true', 'false', 'on', 'off', 'null', 'none', 'nan', 'inf')),
  fc.string({ unit: 'binary' }),
);

const RUNS = { numRuns: 5_000, seed: Number(process.env.SEED ?? 20261121) };

test('a string is written as cdk8s writes it', () => {
  fc.assert(fc.property(string, (value) => {
    expect(`k:${yamlString(value)}`).toBe(Yaml.stringify({ k: value }));
  }), RUNS);
});

test('a key is written as cdk8s writes it, or not at all', () => {
  fc.assert(fc.property(string.filter((key) => key !== '__proto__'), (key) => {
    const written = yamlKey(key);
    if (written !== undefined) expect(`${written}: 0\n`).toBe(Yaml.stringify({ [key]: 0 }));
  }), RUNS);
});

test.each([
  ['/reviews', ' /reviews\n'],
  ['9080', ' "9080"\n'],
  ['*.example.com', ' "*.example.com"\n'],
  ['spec:\n  replicas: 2\n', ' |\n  spec:\n    replicas: 2\n'],
])('%j is written without asking cdk8s', (value, written) => {
  const asked = jest.spyOn(Yaml, 'stringify');
  expect(yamlString(value)).toBe(written);
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});
