import * as fs from 'node:fs';
import * as path from 'node:path';
import { fixtures, generatedFiles, outcome, presentFiles } from '../../scripts/rule-pages';
import { CATALOGUE } from '../../src/lint/catalogue';
import { RULES } from '../../src/rules';

const ROOT = path.join(__dirname, '../..');
const NOT_RULES = ['edit', 'index', 'rule'];
const SOURCES = path.join(__dirname, '../../src/rules');
const files = fs.readdirSync(SOURCES).filter((name) => name.endsWith('.ts')).map((name) => path.basename(name, '.ts'));
const all = fixtures();
const short = (file: string) => path.relative(ROOT, file);

test('the registry has a rule for each file, in order', () => {
  expect(RULES.map(({ id }) => id)).toEqual(files.filter((name) => !NOT_RULES.includes(name)).sort());
});

test('every id is there once', () => {
  expect(CATALOGUE.size).toBe(new Set(CATALOGUE.keys()).size);
  expect([...new Set(all.map(({ rule }) => rule))].filter((id) => !CATALOGUE.has(id))).toEqual([]);
});

describe.each([...CATALOGUE.values()].map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('has texts in lower case, without final period', () => {
    for (const text of [rule.summary, rule.why, rule.fix]) expect(text).toMatch(/^[^A-Z].+[^.]$|^(AuthorizationPolicy|Service|Istio|Kubernetes|Gateway|NetworkPolic|L7|TLS|HTTP)/);
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test('has fixtures on both sides, and finds what is bad', () => {
    const own = all.filter((fixture) => fixture.rule === id);
    expect(own.some(({ isBad }) => !isBad)).toBe(true);
    const bad = own.filter(({ isBad }) => isBad);
    expect(bad.length).toBeGreaterThan(0);
    for (const fixture of bad) expect(outcome(fixture)).toContain(`[${id}]\n`);
  });
});

test.each(all.filter(({ isBad }) => !isBad).map((fixture) => [short(fixture.file), fixture] as const))('%s is clean under all rules', (_, fixture) => {
  expect(outcome(fixture)).toBe('');
});

test('pages and goldens are as "npm run rules" makes them', () => {
  const generated = generatedFiles();
  const present = new Map(presentFiles().map((file) => [file, fs.readFileSync(file, 'utf8')]));
  expect(new Map([...present].map(([file, text]) => [short(file), text]))).toEqual(new Map([...generated].map(([file, text]) => [short(file), text])));
});

test('the README and the guide lead to the rules, and name only such as there are', () => {
  const [readme, guide] = ['README.md', 'docs/lint.md'].map((name) => fs.readFileSync(path.join(ROOT, name), 'utf8'));
  expect(readme).toContain('(docs/rules/README.md)');
  expect(readme).toContain('(docs/lint.md)');
  expect(guide).toContain('(rules/README.md)');
  const named = [...`${readme}${guide}`.matchAll(/rules\/([a-z0-9-]+)\.md|\[([a-z0-9]+-[a-z0-9-]+)\]|rule: ([a-z0-9-]+)|"([a-z0-9-]+)=[A-Z]/g)]
    .map(([, ...ids]) => ids.find(Boolean)!);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((id) => !CATALOGUE.has(id))).toEqual([]);
});
