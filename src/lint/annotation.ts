import type { Suppression } from './suppression';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** Annotation on any object: `rule-a, rule-b: why they are not reported for it`; several of them end in `;`. */
export const SUPPRESS = 'waypoint.cdk8s.io/suppress';

/** The suppressions that objects are annotated with. */
export function annotatedSuppressions(mesh: MeshObjects): Suppression[] {
  return mesh.everything().flatMap((manifest) => {
    const value = Object.hasOwn(manifest.annotations, SUPPRESS) ? manifest.annotations[SUPPRESS] : undefined;
    return value === undefined ? [] : parse(manifest, value);
  });
}

function parse(manifest: Manifest, value: string): Suppression[] {
  const evidence = { manifest, path: ['metadata', 'annotations', SUPPRESS], value };
  const { kind, namespace, name } = manifest;
  return value.split(';').flatMap((part) => {
    const [rules, ...reason] = part.split(':');
    return rules.split(',').map((rule) => rule.trim()).filter(Boolean)
      .map((rule) => ({ rule, objects: { kind, namespace, name }, reason: reason.join(':').trim(), evidence }));
  });
}
