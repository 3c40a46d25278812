import type { App } from 'cdk8s';
import { elsewhere, names, synthesize } from './example';
import { ISTIO_VERSIONS } from '../../src/istio/versions';
import type { IstioVersion } from '../../src/istio/versions';
import { lint } from '../../src/lint/lint';
import { loadValues } from '../../src/mesh/load';

/** An example as an app for a release, or why there is none. */
function trySynthesize(name: string, version: IstioVersion): App | Error {
  try {
    const app = synthesize(name, version);
    app.synthYaml();
    return app;
  } catch (error) {
    return error as Error;
  }
}

/** What a release does not know is refused with the release that does; what is written, the release reads as it is meant. */
describe.each(names)('the example of %s', (name) => {
  test.each(ISTIO_VERSIONS)('for Istio %s', (version) => {
    const app = trySynthesize(name, version);
    if (app instanceof Error) {
      const named = [...app.message.matchAll(/\b1\.(\d\d)\b/g)].map(([, minor]) => Number(minor));
      expect(named).toContain(Number(version.split('.')[1]));
      expect(Math.max(...named)).toBeGreaterThan(Number(version.split('.')[1]));
      return;
    }
    const { mesh } = loadValues(app.charts.flatMap((chart) => chart.toJson()), { istioVersion: version, assumed: elsewhere(app) });
    expect(lint(mesh).findings.map(({ rule, message }) => `${rule.id}: ${message}`)).toEqual([]);
  });
});
