import { partsOf } from './facts/parts';
import { isShell, mayHoldShells } from './facts/sync-tools';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { isMapping } from '../mesh/fields';
import type { Manifest } from '../mesh/manifest';
import type { FieldPath } from '../mesh/positions';

/** Labels that say whose an object is. */
const OWNER_LABELS = ['app.kubernetes.io/managed-by', 'app.kubernetes.io/instance', 'app.kubernetes.io/version', 'helm.sh/chart'];

export const labelPatchOverreach: Rule = {
  id: 'label-patch-overreach',
  severity: Severity.WARNING,
  summary: 'a patch for an object of somebody else carries more than labels of the mesh',
  why: 'with server-side apply what a patch names is the patch\'s from then on: it overrides the owner, or both set it back time and again, and it goes when the patch goes',
  fix: 'leave in the patch only its name, the labels of the mesh, and the annotations for the sync tool',
  *check(mesh) {
    for (const manifest of mayHoldShells(mesh) ? mesh.asRead() : []) {
      if (isShell(manifest.annotations) && hasMeshLabel(manifest)) yield* excessOf(manifest);
    }
  },
};

/** Whether it is there for a label of the mesh, on the object or on the pods that it makes. */
function hasMeshLabel({ labels, body }: Manifest): boolean {
  const ofPods = partsOf(body, ['spec', 'template', 'metadata', 'labels']).filter(isMapping);
  return [labels, ...ofPods].some((map) => Object.keys(map).some((name) => name.startsWith('istio.io/')));
}

function* excessOf(subject: Manifest): Generator<Offence> {
  for (const path of excessFields(subject)) {
    yield { subject, path, message: `the patch takes over ${path.join('.')}, which is for the owner of the ${subject.kind} to set` };
  }
  for (const name of OWNER_LABELS) {
    if (!Object.hasOwn(subject.labels, name)) continue;
    yield { subject, path: ['metadata', 'labels', name], message: `the patch takes over the label ${name}, which says whose the ${subject.kind} is` };
  }
}

/** A patch of a workload needs its selector, an empty list of containers, and the labels of its pods. */
function excessFields({ body }: Manifest): FieldPath[] {
  const [spec] = partsOf(body, ['spec']).filter(isMapping);
  return Object.entries(spec ?? {})
    .filter(([name, value]) => name === 'template' ? !isLabelTemplate(value) : name !== 'selector' || !spec.template)
    .map(([name]) => ['spec', name]);
}

function isLabelTemplate(template: unknown): boolean {
  if (!isMapping(template)) return true;
  const { metadata, spec, ...rest } = template;
  const isBare = !isMapping(spec) || Object.values(spec).every((value) => Array.isArray(value) && value.length === 0);
  const hasLabelsOnly = !isMapping(metadata) || Object.keys(metadata).every((name) => name === 'labels');
  return isBare && hasLabelsOnly && Object.keys(rest).length === 0;
}
