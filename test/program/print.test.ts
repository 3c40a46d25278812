import * as fc from 'fast-check';
import type { Declared, Expression, Statement } from '../../src/program/expression';
import { callOurs, cdk8s, ours, plain, struct } from '../../src/program/expression';
import { printProgram } from '../../src/program/print';

function construct(name: string, ...args: Expression[]): Declared {
  return { form: 'declared', names: [name], isStatement: true, value: { form: 'new', of: ours('Thing'), args } };
}

function reference(name: string): Declared {
  return { form: 'declared', names: [name], isStatement: false, value: callOurs('ObjectRef', 'service', plain(name)) };
}

/** The program without its imports. */
function body(...statements: Statement[]): string {
  return printProgram({ groups: [statements] }).replace(/^(import .*\n)+\n/, '');
}

test('any JSON is read back as it was', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const text = body(construct('thing', plain(value)));
    expect(new Function('Thing', `return (class { constructor(value) { this.value = value; } }, ${text.replace('new Thing', 'Thing').replace(/;\n$/, '')})`)((given: unknown) => given))
      .toEqual(value);
  }), { numRuns: 500 });
});

test('text from outside stays text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
    const text = body(construct('thing', plain({ value, [value]: 1 })));
    const read = new Function('Thing', `return ${text.replace('new Thing', 'Thing').replace(/;\n$/, '')}`)((given: unknown) => given);
    expect(read.value === value || value === 'value').toBe(true);
    expect(Object.keys(read)).toContain(value);
    expect(text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
  }), { numRuns: 1000, examples: [["'); process.exit(1); ('"], ['`${process.exit(1)}`\nline'], ['\\'], ['__proto__'], ['\u2028'], ['\ud800']] });
});

test('what is used twice gets a name, and what is used once stands where it is used', () => {
  const [once, twice] = [reference('once'), reference('twice')];
  expect(body(construct('a', once, twice), construct('b', twice))).toBe([
    "const twice = ObjectRef.service('twice');",
    "new Thing(ObjectRef.service('once'), twice);",
    'new Thing(twice);',
    '',
  ].join('\n'));
});

test('nothing is used before it is declared', () => {
  const later = construct('later');
  expect(body(construct('first', later), later)).toBe('const later = new Thing();\nnew Thing(later);\n');
});

test('names are identifiers, and each is there once', () => {
  const names = ['class', 'my-service', 'my.service', '9-lives', '日本', 'ObjectRef', 'HTTPRoute'];
  const things = names.map((name) => construct(name));
  const text = body(...things, construct('all', ...things));
  expect([...text.matchAll(/const (\w+) =/g)].map(([, name]) => name))
    .toEqual(['class2', 'myService', 'myService2', '_9Lives', 'object2', 'objectRef', 'httpRoute']);
});

test('a program begins with what it imports', () => {
  const app: Declared = { form: 'declared', names: ['app'], isStatement: true, value: { form: 'new', of: cdk8s('App'), args: [] } };
  expect(printProgram({ groups: [[app], [construct('thing', app)]] })).toBe([
    "import { App } from 'cdk8s';",
    "import { Thing } from 'cdk8s-waypoint';",
    '',
    'const app = new App();',
    '',
    'new Thing(app);',
    '',
  ].join('\n'));
});

test('long lines are broken where they stand', () => {
  const long = 'x'.repeat(70);
  expect(body(construct('thing', plain('id'), struct({ list: plain([{ [long]: long }]), text: plain('two\nlines'), b: plain(1) })))).toBe([
    "new Thing('id', {",
    '  list: [{',
    `    ${long}: '${long}',`,
    '  }],',
    '  text: `two',
    'lines`,',
    '  b: 1,',
    '});',
    '',
  ].join('\n'));
});

test('comments stay with what they are about', () => {
  const noted: Declared = { ...construct('noted'), comment: ['why'] };
  expect(body(construct('a'), { form: 'heading', lines: ['the rest'] }, noted, construct('b'))).toBe([
    'new Thing();',
    '',
    '// the rest',
    '// why',
    'new Thing();',
    '',
    'new Thing();',
    '',
  ].join('\n'));
});
