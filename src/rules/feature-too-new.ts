import { newFeatureUses } from './facts/new-features';
import type { Rule } from './rule';
import { Severity } from './rule';
import { firstWith } from '../istio/versions';

export const featureTooNew: Rule = {
  id: 'feature-too-new',
  severity: Severity.ERROR,
  summary: 'a field or kind is used that the release of Istio does not know',
  why: 'an older control plane ignores it without a word, or refuses the object',
  fix: 'upgrade Istio first, do without it, or name the release that runs with --istio-version',
  *check(mesh) {
    for (const { feature, name, places } of newFeatureUses) {
      if (mesh.supports(feature)) continue;
      for (const { subject, path } of places(mesh)) {
        yield { subject, path, message: `Istio ${mesh.istioVersion} does not know ${name}, ${firstWith(feature)} is the first that does` };
      }
    }
  },
};
