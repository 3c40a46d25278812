import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';

/** An ingress gateway of Istio, which takes HTTP on port 80. Its pods run as ServiceAccount `<name>-istio`. */
export function declareIngressGateway(chart: Chart, name: string, namespace: string): void {
  new ApiObject(chart, `${name}-gateway`, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      name,
      namespace,
    },
    spec: {
      gatewayClassName: 'istio',
      infrastructure: { labels: { 'app.kubernetes.io/component': 'ingress' }, annotations: { 'waypoint.cdk8s.io/gateway': name } },
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }],
    },
  });
}
