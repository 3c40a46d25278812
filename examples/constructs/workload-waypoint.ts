import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import { ObjectRef, WorkloadWaypoint } from 'cdk8s-waypoint';

/** Traffic that is addressed to pods, as that to the members of a database is, takes a waypoint. */
export function declare(chart: Chart): void {
  const database = new ApiObject(chart, 'database', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'database' },
    spec: {
      serviceName: 'database',
      selector: { matchLabels: { app: 'database' } },
      template: {
        metadata: { labels: { app: 'database' } },
        spec: { containers: [{ name: 'database', image: 'postgres:17' }] },
      },
    },
  });
  new WorkloadWaypoint(chart, 'waypoint', { workloads: [ObjectRef.of(database)] });
}
