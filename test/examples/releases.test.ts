import * as fs from 'node:fs';
import * as path from 'node:path';
import type { App } from 'cdk8s';
import { Chart, Testing } from 'cdk8s';
import { Istio } from '../../src';
import { ISTIO_VERSIONS } from '../../src/istio/versions';
import type { IstioVersion } from '../../src/istio/versions';
import { lint } from '../../src/lint/lint';
import { loadValues } from '../../src/mesh/load';

const EXAMPLES = path.join(__dirname, '../../examples/constructs');
const names = fs.readdirSync(EXAMPLES).filter((file) => file.endsWith('.ts')).map((file) => path.basename(file, '.ts'));

/** An example as an app for a release, or why there is none. */
function synthesize(name: string, version: IstioVersion): App | Error {
  const app = Testing.app();
  Istio.version(app, version);
  const example: { declare(chart: Chart): void } = jest.requireActual(path.join(EXAMPLES, name));
  try {
    example.declare(new Chart(app, name, { namespace: 'shop' }));
    app.synthYaml();
    return app;
  } catch (error) {
    return error as Error;
  }
}

/** Some examples use waypoints that exist elsewhere; and the schemas are those of the newest release, without the alpha versions of older ones. */
function isExpected(finding: string): boolean {
  return finding.startsWith('waypoint-not-found') || /^refused-by-schema: no matches for kind "(TCP|TLS)Route" in version ".*v1alpha2"/.test(finding);
}

/** What a release does not know is refused with the release that does; what is written, the release reads as it is meant. */
describe.each(names)('the example of %s', (name) => {
  test.each(ISTIO_VERSIONS)('for Istio %s', (version) => {
    const app = synthesize(name, version);
    if (app instanceof Error) {
      const named = [...app.message.matchAll(/\b1\.(\d\d)\b/g)].map(([, minor]) => Number(minor));
      expect(named).toContain(Number(version.split('.')[1]));
      expect(Math.max(...named)).toBeGreaterThan(Number(version.split('.')[1]));
      return;
    }
    const { mesh } = loadValues(app.charts.flatMap((chart) => chart.toJson()), { istioVersion: version });
    const findings = lint(mesh).findings.map(({ rule, message }) => `${rule.id}: ${message}`).filter((text) => !isExpected(text));
    expect(findings).toEqual([]);
  });
});
