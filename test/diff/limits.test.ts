import { diffMeshes } from '../../src/diff/mesh-diff';
import { loadValues } from '../../src/mesh/load';
import { diffJson } from '../../src/report/diff-json';
import { diffMarkdown } from '../../src/report/diff-markdown';
import { diffText } from '../../src/report/diff-text';
import { PLAIN } from '../../src/report/style';

const PATHS = Array.from({ length: 60 }, (_, index) => `/path-${String(index).padStart(2, '0')}`);

/** A service whose policy names so many paths, hosts and headers that not all combinations are asked. */
function meshWith(paths: readonly string[], hosts: readonly string[]) {
  return loadValues([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' } } },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'waypoint', namespace: 'shop' },
      spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', namespace: 'shop' }, spec: { selector: { app: 'cart' }, ports: [{ name: 'http', port: 80 }] } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'cart', namespace: 'shop', labels: { app: 'cart' } }, spec: { containers: [{ name: 'app', image: 'app' }] } },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'deny', namespace: 'shop' },
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
        action: 'DENY',
        rules: paths.map((path) => ({ to: [{ operation: { paths: [path], ...hosts.length > 0 && { hosts } } }] })),
      },
    },
  ]).mesh;
}

describe('more values than can be combined', () => {
  const hosts = Array.from({ length: 40 }, (_, index) => `host-${String(index).padStart(2, '0')}.example.com`);
  const diff = diffMeshes(meshWith(PATHS, hosts), meshWith([...PATHS, '/more'], hosts));

  test('what was not asked is told in each form', () => {
    const total = 62 * 42;
    expect(diff.limits).toEqual([expect.objectContaining({ host: 'cart.shop.svc.cluster.local', port: 80, protocol: 'http', total })]);
    expect(JSON.parse(diffJson(diff, []))).toMatchObject({ limits: [{ subject: { name: 'cart' }, port: 80, asked: diff.limits[0].asked, total }] });
    expect(diffText(diff, PLAIN)).toContain(`not all was asked\n  cart.shop.svc.cluster.local:80 http: ${diff.limits[0].asked} of ${total} combinations`);
    expect(diffMarkdown(diff, [])).toContain('- not all was asked: ');
  });

  test('the change is found all the same', () => {
    expect(diff.access.map(({ kind }) => kind)).toEqual(['lost']);
  });
});

test('a value behind the bound is asked by itself', () => {
  const hosts = Array.from({ length: 40 }, (_, index) => `host-${String(index).padStart(2, '0')}.example.com`);
  const before = meshWith([...PATHS, '/only'], hosts);
  const after = meshWith(PATHS, hosts);
  const asked = diffMeshes(before, after).access.flatMap((change) => 'example' in change ? [change.example.path] : []);
  expect(asked).toEqual(['/only']);
});

test('where all is asked there is no limit', () => {
  expect(diffMeshes(meshWith(['/a'], []), meshWith(['/b'], [])).limits).toEqual([]);
});
