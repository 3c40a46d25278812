import * as fs from 'node:fs';
import * as path from 'node:path';
import type { App } from 'cdk8s';
import { Chart, Testing } from 'cdk8s';
import { Istio, Waypoint } from '../../src';
import type { ObjectRef } from '../../src/mesh/object-ref';

/** The folder with an example of each construct. */
export const EXAMPLES = path.join(__dirname, '../../examples/constructs');

/** The names of the examples. */
export const names = fs.readdirSync(EXAMPLES).filter((file) => file.endsWith('.ts')).map((file) => path.basename(file, '.ts'));

/** Declares an example in a chart of namespace `shop`, for a release of Istio if one is named. */
export function synthesize(name: string, istioVersion?: string): App {
  const app = Testing.app();
  if (istioVersion) Istio.version(app, istioVersion);
  const example: { declare(chart: Chart): void } = jest.requireActual(path.join(EXAMPLES, name));
  example.declare(new Chart(app, name, { namespace: 'shop' }));
  return app;
}

/** The Gateways of waypoints that are declared elsewhere. */
export function elsewhere(app: App): ObjectRef[] {
  return app.node.findAll().filter((construct): construct is Waypoint => construct instanceof Waypoint && !construct.node.tryFindChild('Resource'))
    .map(({ waypointName, waypointNamespace }) => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: waypointNamespace, name: waypointName }));
}
