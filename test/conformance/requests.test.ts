import { readValues } from '../../conformance/compare/cluster';
import { FOUND_REQUESTS, readRequestGoldens, SEEDED_REQUESTS } from '../../conformance/record/request-goldens';
import { compareRequests } from '../../conformance/requests/compare';

// What a real Envoy with Istio's configuration answered; docs/conformance.md says how to record it anew.
describe.each([['random meshes', SEEDED_REQUESTS], ['meshes that once showed a difference', FOUND_REQUESTS]])('%s', (_, folder) => {
  const goldens = readRequestGoldens(folder);

  test.each(goldens)('$name', ({ yaml, requests, rejected }) => {
    const { differences, compared } = compareRequests(readValues(yaml), requests, { answers: requests.map(({ expect: answer }) => answer), rejected });
    expect(differences).toEqual([]);
    expect(compared.length).toBeGreaterThan(0);
  });
});
