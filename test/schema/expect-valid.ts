import type { KubernetesObject } from '../../src/schema/object';
import type { ValidateOptions } from '../../src/schema/validate';
import { validateObject } from '../../src/schema/validate';

/**
 * Fails unless an API server would take all manifests, and prints what it would say of those that it refuses:
 * `HTTPRoute shop/reviews: spec.rules[0].backendRefs[0]: Invalid value: Must have port for Service reference`
 */
export function expectValid(manifests: readonly KubernetesObject[], options?: ValidateOptions): void {
  expect(refusals(manifests, options)).toEqual([]);
}

/** What an API server would say of the manifests that it refuses, each line with the name of its object. */
export function refusals(manifests: readonly KubernetesObject[], options?: ValidateOptions): string[] {
  return manifests.flatMap((manifest) => validateObject(manifest, options).map(({ message }) => `${nameOf(manifest)}: ${message}`));
}

function nameOf({ kind, metadata }: KubernetesObject): string {
  const { namespace, name } = (metadata ?? {}) as Record<string, unknown>;
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
