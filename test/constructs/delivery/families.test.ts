import * as path from 'path';
import { Chart } from 'cdk8s';
import type { App } from 'cdk8s';
import type { Moment } from './cluster';
import { ARGO_CD, Cluster, FLUX } from './cluster';
import { Operation, PolicyAction, PolicyTarget, SandwichWaypoint, Waypoint, WaypointAuthorization } from '../../../src';
import { EXAMPLES, names } from '../../examples/example';

/** What is asked at each moment: each method of each Service, by clients of this namespace and another. */
const REQUESTS = Object.fromEntries(['clients', 'shop'].flatMap((namespace) => ['cart', 'web'].flatMap((service) => ['GET', 'DELETE'].map((method) => [
  `${method} ${service} from ${namespace}`,
  { from: `cluster.local/ns/${namespace}/sa/web`, to: `${service}.shop:80`, method, path: '/v1/item' },
]))));

/** An example, and a policy at each waypoint of it that Istio runs. */
function declare(name: string) {
  return (app: App) => {
    const example: { declare(chart: Chart): void } = jest.requireActual(path.join(EXAMPLES, name));
    const chart = new Chart(app, name, { namespace: 'shop' });
    example.declare(chart);
    for (const [index, waypoint] of waypointsIn(app).entries()) {
      const targets = [PolicyTarget.waypoint(waypoint)];
      new WaypointAuthorization(chart, `no-delete-${index}`, { targets, action: PolicyAction.DENY, rules: [{ operations: [Operation.methods('DELETE')] }] });
    }
  };
}

function waypointsIn(app: App): Waypoint[] {
  return app.node.findAll().filter((construct): construct is Waypoint => construct instanceof Waypoint && !(construct instanceof SandwichWaypoint)
    && construct.node.tryFindChild('Resource') !== undefined);
}

/** What is so as long as policies and routes are there and the labels that name their waypoint are not: those come last. */
const UNTIL_ENROLLED = ['policy-target-not-bound', 'route-parent-not-enrolled'];
const isLasting = (error: string) => !UNTIL_ENROLLED.some((rule) => error.startsWith(`${rule}:`));

/** The Services whose waypoint is named, but not there. */
function unready({ bindings }: Moment): string[] {
  return Object.keys(bindings).filter((service) => bindings[service] === 'WaypointIsNotReady');
}

describe.each([['Flux', FLUX], ['Argo CD', ARGO_CD]])('applied by %s', (_, deliverer) => {
  test.each(names)('no step of %s is a mistake, names a waypoint that is not there, or lets through what the one before refused', (name) => {
    const moments = new Cluster(deliverer, REQUESTS).roll(declare(name));
    const end = moments.at(-1)!;
    const found = moments.map((moment, index) => {
      const before = moments[index - 1]?.verdicts ?? {};
      return {
        errors: moment.errors.filter((error) => isLasting(error) && !end.errors.includes(error)),
        unready: unready(moment).filter((service) => !unready(end).includes(service)),
        lapsed: Object.keys(REQUESTS).filter((request) => before[request] === 'denied' && moment.verdicts[request] !== 'denied'),
      };
    });
    expect(found).toEqual(moments.map(() => ({ errors: [], unready: [], lapsed: [] })));
  });
});
