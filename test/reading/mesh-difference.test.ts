import * as path from 'node:path';
import { AccessKind, Mesh } from '../../src';

const FOLDER = path.join(__dirname, '../cli/diff');

test('a mesh tells what is another way in a later one, with a request that shows it', () => {
  const [before, after] = ['before', 'after'].map((name) => Mesh.fromFiles([path.join(FOLDER, name)]));
  const { access, bindings, routes, policies, text } = before.diff(after);
  expect(access.map(({ kind, subject, before: was, after: is }) => ({ kind, subject, was, is }))).toEqual([
    { kind: AccessKind.GAINED, subject: 'Service shop/cart', was: 'denied', is: 'allowed' },
    { kind: AccessKind.GAINED, subject: 'Service shop/search', was: 'denied', is: 'allowed' },
    { kind: AccessKind.UNGUARDED, subject: 'Service shop/search', was: 'shop/waypoint', is: 'direct' },
  ]);
  expect(access[2].policiesLost).toEqual(['AuthorizationPolicy shop/search']);
  for (const { example } of access.slice(0, 2)) {
    expect(before.explain(example!).verdict).toBe('denied');
    expect(after.explain(example!).verdict).toBe('allowed');
  }
  expect(bindings).toEqual([{ subject: 'Service shop/search', change: 'changed' }]);
  expect(routes).toEqual([{ subject: 'HTTPRoute shop/search', change: 'effect' }]);
  expect(policies.map(({ change }) => change)).toEqual(['changed', 'effect']);
  expect(text.split('\n')[0]).toBe('access gained');
});

test('meshes with other settings differ in all that follows from them', () => {
  const folder = [path.join(FOLDER, 'before')];
  const difference = Mesh.fromFiles(folder).diff(Mesh.fromFiles(folder, { revisions: ['next'] }));
  expect(difference.bindings.map(({ subject }) => subject)).toContain('Service shop/cart');
});
