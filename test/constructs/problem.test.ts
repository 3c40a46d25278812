import { Chart, Testing } from 'cdk8s';
import { NamespaceWaypoint, WaypointApp } from '../../src';
import { problem } from '../../src/constructs/problem';

/** The frames of the error that an action throws. */
function framesOf(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    return (error as Error).stack!.split('\n').filter((line) => line.startsWith('    at '));
  }
  throw new Error('nothing was thrown');
}

const ofThisFile = expect.arrayContaining([expect.stringContaining(__filename)]);

test.each<[string, (chart: Chart) => unknown]>([
  ['in an argument', (chart) => new NamespaceWaypoint(chart, 'waypoint', { waypointName: 'none' })],
  ['that shows at synthesis', (chart) => {
    const app = new WaypointApp({ outdir: '/nowhere' });
    new Chart(app, chart.node.id).node.addValidation({ validate: () => ['is wrong'] });
    app.synth();
  }],
])('the stack of a mistake %s has lines of the program only', (_, act) => {
  const frames = framesOf(() => act(new Chart(Testing.app(), 'shop')));
  expect(frames).toEqual(ofThisFile);
  expect(frames.filter((frame) => !frame.includes(__filename))).toEqual([]);
});

test('the stack begins with the message, also where no line of the program is near', () => {
  const deep = (depth: number): Error => depth === 0 ? problem(new Chart(Testing.app(), 'shop'), 'is wrong\nin two lines') : deep(depth - 1);
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = 10;
  expect(deep(5).stack).toMatch(/^Error: \[shop\] is wrong\nin two lines\n {4}at deep /);
  expect(deep(50).stack!.split('\n    at ')).toHaveLength(11);
  expect(Error.stackTraceLimit).toBe(10);
  Error.stackTraceLimit = usual;
});
