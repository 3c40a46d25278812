import type { Rule } from './rule';
import { Severity } from './rule';
import { DATAPLANE_MODE } from '../istio/labels';
import { findLabel } from '../mesh/evidence';
import { NAMESPACE } from '../mesh/kinds/core';
import type { MeshObjects } from '../mesh/mesh-objects';
import { workloadsOf } from '../registry/workloads';

export const invalidDataplaneMode: Rule = {
  id: 'invalid-dataplane-mode',
  severity: Severity.ERROR,
  summary: 'the label dataplane-mode has a value that Istio does not know',
  why: 'Istio knows "ambient" and "none", in lower case: with another value a Namespace is not captured, and pods are as if they had no label',
  fix: 'write "ambient" or "none"',
  *check(mesh) {
    for (const { manifest: subject, path, value } of modesOf(mesh)) {
      if (value === 'ambient' || value === 'none') continue;
      const meant = ['ambient', 'none'].find((mode) => mode === value.toLowerCase());
      yield { subject, path, message: `"${value}" is neither "ambient" nor "none"`, ...meant && { edit: { kind: 'set', value: meant } } };
    }
  },
};

function modesOf(mesh: MeshObjects) {
  return [
    ...mesh.all(NAMESPACE).filter(({ labels }) => Object.hasOwn(labels, DATAPLANE_MODE))
      .map((manifest) => ({ manifest, path: ['metadata', 'labels', DATAPLANE_MODE], value: manifest.labels[DATAPLANE_MODE] })),
    ...workloadsOf(mesh).flatMap(({ subject: { manifest, labels } }) => {
      const label = findLabel(labels, DATAPLANE_MODE);
      return label ? [{ manifest, path: label.path, value: label.value }] : [];
    }),
  ];
}
