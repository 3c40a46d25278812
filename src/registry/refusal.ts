import type { Manifest } from '../mesh/manifest';
import { remember } from '../mesh/remember';
import type { FindingType } from '../schema/finding';
import type { KubernetesObject } from '../schema/object';
import { validateObject } from '../schema/validate';
import { webhookFindings } from '../schema/webhook';

/**
 * An unknown field is dropped unless the client asks to be strict; a version that is not served here may be served elsewhere, and how many
 * items a list may have differs between releases of the CRDs.
 */
const TOLERATED: readonly FindingType[] = ['UnknownField', 'UnknownVersion', 'TooMany'];

/** Why no cluster takes an object, in the words of the API server or of Istio's validation webhook; undefined: it is taken. */
export const refusalOf: (manifest: Manifest) => string | undefined = remember((manifest: Manifest) => {
  const object = manifest.body as KubernetesObject;
  const refused = validateObject(object).find(({ type }) => !TOLERATED.includes(type));
  return (refused ?? webhookFindings(object).find(({ severity }) => severity === 'error'))?.message;
});

/** Whether an object is there at all once the manifests are applied. */
export function isTaken(manifest: Manifest): boolean {
  return refusalOf(manifest) === undefined;
}
