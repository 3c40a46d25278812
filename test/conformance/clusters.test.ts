import type { ClustersAnswer } from '../../conformance/clusters/compare';
import { compareClusters } from '../../conformance/clusters/compare';
import { readValues } from '../../conformance/compare/cluster';
import { FOUND_CLUSTERS, readGoldens, SEEDED_CLUSTERS } from '../../conformance/record/goldens';

// What Istio's own code makes of DestinationRules at waypoints; docs/conformance.md says how to record it anew.
describe.each([['random meshes', SEEDED_CLUSTERS], ['meshes by hand, and those that once showed a difference', FOUND_CLUSTERS]])('%s', (_, folder) => {
  const goldens = readGoldens<ClustersAnswer>(folder);

  test('has clusters of which DestinationRules say something', () => {
    const clusters = goldens.flatMap(({ answer }) => Object.values(answer.clusters)).flatMap((one) => Object.values(one));
    expect(clusters.filter((fact) => Object.keys(fact).length > 1).length).toBeGreaterThan(30);
  });

  test.each(goldens)('$name', ({ yaml, answer }) => {
    expect(compareClusters(readValues(yaml), answer).differences).toEqual([]);
  });
});
