import { loadFiles, loadValues } from '../../src/mesh/load';
import { SourceFile } from '../../src/mesh/source-file';

function load(text: string) {
  const { mesh, problems } = loadFiles([new SourceFile('hostile.yaml', text)]);
  return { objects: mesh.everything(), problems };
}

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: good\n';

test('an alias bomb costs nothing where nobody walks over it', () => {
  const levels = Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(', ')}]`);
  const { objects, problems } = load(`${SERVICE}a0: &a0 [lol]\n${levels.join('\n')}\n`);
  expect(objects).toHaveLength(1);
  expect(problems).toEqual([]);
});

test('of Lists of aliases each object is read once', () => {
  const levels = Array.from({ length: 7 }, (_, level) =>
    `a${level + 1}: &a${level + 1} { apiVersion: v1, kind: List, items: [${Array(10).fill(`*a${level}`).join(', ')}] }`);
  const text = `a0: &a0 { apiVersion: v1, kind: Service, metadata: { name: a } }\n${levels.join('\n')}\napiVersion: v1\nkind: List\nitems: [*a7]\n`;
  const { objects, problems } = load(text);
  expect(objects).toHaveLength(1);
  expect(problems).toEqual([]);
});

test('a List that contains itself ends', () => {
  const { objects, problems } = load('&self\napiVersion: v1\nkind: List\nitems:\n  - *self\n  - { apiVersion: v1, kind: Service, metadata: { name: a } }\n');
  expect(objects).toHaveLength(1);
  expect(problems).toEqual([]);
});

test('values that contain themselves are read as far as their fields go', () => {
  expect(load(`&self\n${SERVICE}spec: *self\n`).objects).toHaveLength(1);
  const cyclic: Record<string, unknown> = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } };
  cyclic.spec = cyclic;
  expect(loadValues([cyclic]).mesh.everything()).toHaveLength(1);
});

test('deep nesting is refused, whatever it is made of', () => {
  for (const text of [`a: ${'['.repeat(100_000)}`, '{"a":'.repeat(100_000), Array.from({ length: 5_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')]) {
    const { objects, problems } = load(`${SERVICE}---\n${text}`);
    expect(objects).toHaveLength(1);
    expect(problems).toMatchObject([{ cause: 'syntax' }]);
  }
});

test('a huge scalar is a scalar', () => {
  const { objects, problems } = load(`${SERVICE}  annotations:\n    big: ${'x'.repeat(20_000_000)}\n`);
  expect(objects).toHaveLength(1);
  expect(problems).toEqual([]);
});

test('a huge value is cut in a message', () => {
  const huge = 'x'.repeat(1_000_000);
  for (const text of [huge, `kind: ${huge}`, `apiVersion: v1\nkind: Service\nmetadata: { name: ${huge} }`]) {
    const [problem] = load(text).problems;
    expect(problem.message.length).toBeLessThan(200);
  }
});

test.each([
  { what: 'digits', text: `${SERVICE}x: ${'1'.repeat(2_000_000)}x\n` },
  { what: 'comment', text: `#${'#'.repeat(2_000_000)}\n---\n${SERVICE}` },
  { what: 'blank lines', text: `${'\n'.repeat(2_000_000)}---\n${SERVICE}` },
  { what: 'comments', text: `${' \n#\n'.repeat(500_000)}---\n${SERVICE}` },
  { what: 'empty documents', text: `${'---\n'.repeat(20_000)}${SERVICE}` },
])('a great many $what are no crash', ({ text }) => {
  expect(load(text).objects).toHaveLength(1);
});

test('too many keys by merging are refused', () => {
  const { problems } = load(`base: &base { ${Array.from({ length: 200 }, (_, index) => `k${index}: 1`).join(', ')} }\nall:\n${'  - <<: *base\n'.repeat(200)}`);
  expect(problems).toMatchObject([{ cause: 'syntax', message: expect.stringContaining('merge keys exceeded') }]);
});

test('names of JavaScript are names like any other', () => {
  const { objects, problems } = load([
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: constructor\n  namespace: __proto__\n  labels: { __proto__: a, constructor: b, toString: c }\n__proto__: { polluted: true }',
    'apiVersion: v1\nkind: constructor\nmetadata: { name: a }',
    'apiVersion: __proto__\nkind: __proto__\nmetadata: { name: a, labels: { hasOwnProperty: x } }',
    '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "json", "__proto__": {"labels": {"a": "b"}}}}',
  ].join('\n---\n'));
  expect(problems).toEqual([]);
  expect(objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`).sort()).toEqual([
    'Service __proto__/constructor', 'Service default/json', '__proto__ default/a', 'constructor default/a',
  ]);
  expect(Object.keys(objects.find(({ name }) => name === 'constructor')!.labels)).toEqual(['__proto__', 'constructor', 'toString']);
  expect(objects.find(({ name }) => name === 'json')!.labels).toEqual({});
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('control characters get neither into names nor into messages', () => {
  const { objects, problems } = load('apiVersion: v1\nkind: Service\nmetadata: { name: "a\\e[31m" }\n---\n"b\\e[32m\\u202e"\n');
  expect(objects).toEqual([]);
  for (const { message } of problems) expect(message).not.toMatch(/\p{Cc}/u);
});

test('binary rubbish is reported', () => {
  expect(load('\u0000\u0001\u0002').problems).toMatchObject([{ cause: 'syntax' }]);
  expect(load('\ud800').problems).toMatchObject([{ cause: 'syntax' }]);
});
