import { fixtures } from '../../scripts/rule-pages';
import { fixedFiles } from '../../src/lint/fix';
import { lint } from '../../src/lint/lint';
import { loadFiles } from '../../src/mesh/load';
import { placeIn } from '../../src/mesh/manifest';
import { SourceFile } from '../../src/mesh/source-file';

function find(text: string) {
  return lint(loadFiles([new SourceFile('a.yaml', text)]).mesh).findings;
}

function fix(text: string) {
  const [fixed] = fixedFiles(find(text));
  return { text: fixed?.text ?? text, left: find(fixed?.text ?? text).filter(({ edit }) => edit).map(({ rule }) => rule.id) };
}

const BAD = fixtures().filter(({ isBad, text }) => isBad && !text.startsWith('# settings') && find(text).some(({ edit }) => edit))
  .map(({ file, text }) => [file.split('/rules/')[1], text]);

test('there are mistakes that can be mended', () => expect(BAD.length).toBeGreaterThan(5));

test.each(BAD)('what is certain is mended in %s', (_, text) => {
  expect(fix(text).left).toEqual([]);
});

/** What is left of a text is in the other, line by line, but for those that findings name. */
function changedLines(before: string, after: string): string[] {
  const rest = after.split('\n');
  return before.split('\n').filter((line) => {
    const at = rest.indexOf(line);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

describe.each(BAD)('mending %s', (_, text) => {
  const [fixed] = fixedFiles(find(text));

  test('leaves nothing of what it mends', () => {
    const after = find(fixed.text).map(({ rule, subject, path }) => `${rule.id} ${subject.name} ${path.join('.')}`);
    for (const { rule, subject, path } of fixed.findings) expect(after).not.toContain(`${rule.id} ${subject.name} ${path.join('.')}`);
  });

  test('changes the lines concerned, and no others', () => {
    const concerned = new Set(fixed.findings.flatMap(({ subject, path, edit }) => {
      const line = placeIn(subject, path)!.line - 1;
      // What is taken away may have lines below it.
      return edit?.kind === 'remove' ? text.split('\n').slice(line) : [text.split('\n')[line]];
    }));
    for (const line of changedLines(text, fixed.text)) expect([...concerned]).toContain(line);
  });

  test.each([
    ['comments', (one: string) => one.split('\n').map((line, index) => `${line}${line === '---' || line === '' ? '' : `  # ${index}`}`).join('\n')],
    ['carriage returns', (one: string) => one.replaceAll('\n', '\r\n')],
  ])('does the same with %s, and keeps them', (__, written) => {
    const [again] = fixedFiles(find(written(text)));
    const isSet = fixed.findings.every(({ edit }) => edit?.kind === 'set');
    if (isSet) expect(again.text).toBe(written(fixed.text));
    else expect(again.findings.length).toBe(fixed.findings.length);
  });
});

test('JSON without spaces is mended', () => {
  const text = '{"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"waypoint","namespace":"shop"},'
    + '"spec":{"gatewayClassName":"istio-waypoint","listeners":[{"name":"mesh","port":15008,"protocol":"hbone"}]}}';
  expect(fix(text).text).toBe(text.replace('"hbone"', '"HBONE"'));
});

test('comments, quotes and formatting stay', () => {
  const text = [
    '# waypoints of the shop',
    'apiVersion: gateway.networking.k8s.io/v1',
    'kind: Gateway',
    'metadata:',
    '  name:   waypoint',
    '  labels:',
    '    istio.io/waypoint-for: "Services"   # all of them',
    '  namespace: shop',
    'spec:',
    '  gatewayClassName: istio-waypoint',
    '  listeners:',
    '    - name: mesh',
    '      port: 15008',
    '      protocol: hbone # lower case',
    '      allowedRoutes:',
    '        kinds:',
    '        - kind: HTTPRoute',
    '        namespaces: { from: Same }',
    '',
  ];
  const expected = text.filter((line) => !line.includes('kinds') && !line.includes('HTTPRoute'))
    .map((line) => line.replace('"Services"', '"service"').replace('hbone', 'HBONE'));
  expect(fix(text.join('\n')).text).toBe(expected.join('\n'));
});

test('what is written in a way that is not understood stays as it is', () => {
  const text = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    istio.io/use-waypoint: &name None\n    other: *name\n';
  expect(fix(text).text).toBe(text);
});
