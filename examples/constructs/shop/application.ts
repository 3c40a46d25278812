import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import { ObjectRef } from 'cdk8s-waypoint';

/**
 * A Service on port 80 with a Deployment behind it, on port 8080, and a ServiceAccount: all of one name, and with the label `app`.
 * @returns the Service
 */
export function declareApplication(chart: Chart, name: string, namespace?: string): ObjectRef {
  const app = { app: name };
  const metadata = { name, namespace };
  new ApiObject(chart, `${name}-account`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  new ApiObject(chart, `${name}-deployment`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      selector: { matchLabels: app },
      template: { metadata: { labels: app }, spec: { serviceAccountName: name, containers: [{ name, image: `example.com/${name}:1` }] } },
    },
  });
  return ObjectRef.of(new ApiObject(chart, name, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: app, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  }));
}
