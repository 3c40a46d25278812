import { overlaySources } from './facts/overlays';
import type { Rule } from './rule';
import { Severity } from './rule';
import { readOverlay } from '../binding/overlay-text';
import { OVERLAY_KEYS } from '../istio/overlay-keys';
import { isMapping } from '../mesh/fields';

/** What Istio lets no overlay change. */
const FIXED = ['name', 'namespace', 'ownerReferences', 'finalizers', 'managedFields', 'uid', 'resourceVersion', 'generation', 'generateName'];

export const overlayIllegal: Rule = {
  id: 'overlay-illegal',
  severity: Severity.ERROR,
  summary: 'an overlay can\'t be applied',
  why: 'Istio renders nothing at all for the Gateways that use it, and says so in its log only',
  fix: 'write a partial object in YAML; of its metadata only labels and annotations may change',
  *check(mesh) {
    for (const { configMap } of overlaySources(mesh)) {
      for (const [key, text] of Object.entries(configMap.body.data ?? {})) {
        const message = OVERLAY_KEYS.includes(key) ? complaint(text) : undefined;
        if (message) yield { subject: configMap, path: ['data', key], message };
      }
    }
  },
};

function complaint(text: string): string | undefined {
  const overlay = readOverlay(text);
  if ('error' in overlay) return `not YAML: ${overlay.error}`;
  const { value } = overlay;
  if (value === null) return undefined;
  if (!isMapping(value)) return 'not an object, expected a part of the object that Istio makes';
  const field = FIXED.find((name) => isMapping(value.metadata) && Object.hasOwn(value.metadata, name));
  return field && `illegal metadata change: metadata.${field} can't be set`;
}
