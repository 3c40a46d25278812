import type { Chart } from 'cdk8s';
import { LegacyWaypoints } from 'cdk8s-waypoint';

/** A waypoint of a ServiceAccount, as Istio had it up to 1.21, becomes one of the Services of that account's pods. */
export function declare(chart: Chart): void {
  new LegacyWaypoints(chart, 'successors', {
    manifests: [
      {
        apiVersion: 'gateway.networking.k8s.io/v1beta1',
        kind: 'Gateway',
        metadata: { name: 'cart', namespace: 'shop', annotations: { 'istio.io/for-service-account': 'cart' } },
        spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'cart', namespace: 'shop' },
        spec: { template: { metadata: { labels: { app: 'cart' } }, spec: { serviceAccountName: 'cart' } } },
      },
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', namespace: 'shop' }, spec: { selector: { app: 'cart' } } },
    ],
  });
}
