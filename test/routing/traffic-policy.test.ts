import { loadValues } from '../../src/mesh/load';
import { servicesWithHost } from '../../src/registry/find-service';
import { ownCluster } from '../../src/routing/cluster';
import { backendSettings } from '../../src/routing/traffic-policy';

const HOST = 'cart.shop.svc.cluster.local';
const POOL = { connectionPool: { tcp: { maxConnections: 1 } } };
const OUTLIERS = { outlierDetection: { consecutive5xxErrors: 3 } };
const BALANCE = { loadBalancer: { simple: 'ROUND_ROBIN' } };

const WAYPOINT = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'waypoint', namespace: 'shop' },
  spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
};

function settingsOf(spec: object, subset?: string, labels: object = { 'istio.io/use-waypoint': 'waypoint' }) {
  const { mesh } = loadValues([
    WAYPOINT,
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', namespace: 'shop', labels }, spec: { ports: [{ name: 'http', port: 80 }, { name: 'http-b', port: 81 }] } },
    { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'cart', namespace: 'shop' }, spec: { host: 'cart', ...spec } },
  ]);
  const [service] = servicesWithHost(mesh, HOST);
  const settings = backendSettings(mesh, { namespace: 'shop', name: 'waypoint' }, { ...ownCluster(mesh, service, 80), ...subset !== undefined && { subset } });
  return settings && [settings.applied, settings.ignored].map((list) => list.map(({ name }) => name));
}

test.each([
  ['the policy of the rule', { trafficPolicy: { ...POOL, ...BALANCE } }, undefined, ['connectionPool', 'loadBalancer'], []],
  ['TLS of the mesh is ignored', { trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' }, ...POOL } }, undefined, ['connectionPool'], ['tls']],
  ['so is DISABLE', { trafficPolicy: { tls: { mode: 'DISABLE' } } }, undefined, [], ['tls']],
  ['TLS of an own kind acts', { trafficPolicy: { tls: { mode: 'SIMPLE' } } }, undefined, ['tls'], []],
  ['a port inherits nothing', { trafficPolicy: { ...POOL, portLevelSettings: [{ port: { number: 80 }, ...OUTLIERS }] } }, undefined, ['outlierDetection'], []],
  ['another port does not count', { trafficPolicy: { ...POOL, portLevelSettings: [{ port: { number: 81 }, ...OUTLIERS }] } }, undefined, ['connectionPool'], []],
  ['a subset adds to the rule', { trafficPolicy: POOL, subsets: [{ name: 'v1', trafficPolicy: BALANCE }] }, 'v1', ['connectionPool', 'loadBalancer'], []],
  ['other subsets do not count', { trafficPolicy: POOL, subsets: [{ name: 'v1', trafficPolicy: BALANCE }] }, 'v2', ['connectionPool'], []],
  ['a port of a subset replaces', { trafficPolicy: POOL, subsets: [{ name: 'v1', trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...BALANCE }] } }] }, 'v1', ['loadBalancer'], []],
])('%s', (_, spec, subset, applied, ignored) => {
  expect(settingsOf(spec, subset)).toEqual([applied, ignored]);
});

test.each(['ISTIO_MUTUAL', 'DISABLE', 'SIMPLE'])('TLS %s acts at a backend that the waypoint does not serve', (mode) => {
  expect(settingsOf({ trafficPolicy: { tls: { mode } } }, undefined, {})).toEqual([['tls'], []]);
});

test('without a rule there are no settings', () => {
  expect(settingsOf({ host: 'other' })).toBeUndefined();
});
