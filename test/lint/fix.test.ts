import { fixtures } from '../../scripts/rule-pages';
import { fixedFiles } from '../../src/lint/fix';
import { lint } from '../../src/lint/lint';
import { loadFiles } from '../../src/mesh/load';
import { SourceFile } from '../../src/mesh/source-file';

function fix(text: string) {
  const find = (current: string) => lint(loadFiles([new SourceFile('a.yaml', current)]).mesh).findings;
  const [fixed] = fixedFiles(find(text));
  return { text: fixed?.text ?? text, left: find(fixed?.text ?? text).filter(({ edit }) => edit).map(({ rule }) => rule.id) };
}

const BAD = fixtures().filter(({ isBad, text }) => isBad && !text.startsWith('# settings'))
  .filter(({ text }) => lint(loadFiles([new SourceFile('a.yaml', text)]).mesh).findings.some(({ edit }) => edit));

test('there are mistakes that can be mended', () => expect(BAD.length).toBeGreaterThan(5));

test.each(BAD.map(({ file, text }) => [file.split('/rules/')[1], text]))('what is certain is mended in %s', (_, text) => {
  expect(fix(text).left).toEqual([]);
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
