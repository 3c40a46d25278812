import type { Suppression } from './suppression';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/**
 * Annotation on any object: `rule-a, rule-b: why they are not reported for it`; several of them end in `;`. Without the reason it does
 * not count, and is a mistake itself.
 */
const SUPPRESS = 'waypoint.cdk8s.io/suppress';

/** The suppressions that objects are annotated with; one without reason has the empty text for it. */
export function annotatedSuppressions(mesh: MeshObjects): Suppression[] {
  if (!mesh.isAnnotationUsed(SUPPRESS)) return [];
  return mesh.asRead().flatMap((manifest) =>
    Object.hasOwn(manifest.annotations, SUPPRESS) ? parse(manifest, manifest.annotations[SUPPRESS]) : []);
}

function parse(manifest: Manifest, value: string): Suppression[] {
  const evidence = { manifest, path: ['metadata', 'annotations', SUPPRESS], value };
  const { kind, namespace, name } = manifest;
  return value.split(';').flatMap((part) => {
    const [rules, ...reason] = part.split(':');
    return rules.split(',').map((rule) => rule.trim()).filter(Boolean)
      .map((rule) => ({ rule, objects: { kind, namespace, name }, reason: reason.join(':').trim(), evidence, isInSource: true }));
  });
}
