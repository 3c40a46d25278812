import { overlaySources } from './facts/overlays';
import { partsOf } from './facts/parts';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { OverlayText } from '../binding/gateway/overlay-text';
import { readOverlay } from '../binding/gateway/overlay-text';
import { PROXY_CONTAINER } from '../istio/classes';
import { OVERLAY_KEYS } from '../istio/overlay-keys';
import { isMapping } from '../mesh/fields';
import { rememberEach } from '../mesh/remember';
import { validateObject } from '../schema/validate';

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
        const message = OVERLAY_KEYS.includes(key) ? complaint(readOverlay(text), key) : undefined;
        if (message) yield { subject: configMap, path: ['data', key], message };
      }
    }
  },
};

/** Many ConfigMaps have the same overlay. */
const complaint = rememberEach((key: string) => key, (overlay: OverlayText, key): string | undefined => {
  if ('error' in overlay) return `not YAML: ${overlay.error}`;
  const { value } = overlay;
  if (value === null) return undefined;
  if (!isMapping(value)) return 'not an object, expected a part of the object that Istio makes';
  const field = FIXED.find((name) => isMapping(value.metadata) && Object.hasOwn(value.metadata, name));
  return field ? `illegal metadata change: metadata.${field} can't be set` : unknownField(key, value) ?? bareContainer(key, value);
});

/** The kinds that overlays are parts of, by key. */
const KINDS: Readonly<Record<string, { readonly apiVersion: string; readonly kind: string }>> = {
  deployment: { apiVersion: 'apps/v1', kind: 'Deployment' },
  service: { apiVersion: 'v1', kind: 'Service' },
  serviceAccount: { apiVersion: 'v1', kind: 'ServiceAccount' },
  horizontalPodAutoscaler: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  podDisruptionBudget: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
};

/** A field that the object does not have; what begins with $ is an instruction of the merge. */
function unknownField(key: string, overlay: Readonly<Record<string, unknown>>): string | undefined {
  return validateObject({ ...overlay, ...KINDS[key] }, { partial: true })
    .find(({ type, message }) => type === 'UnknownField' && !message.includes('$'))?.message;
}

/** Containers are merged by name: one of another name is a second one, which needs an image. */
function bareContainer(key: string, overlay: Readonly<Record<string, unknown>>): string | undefined {
  const containers = key === 'deployment' ? partsOf(overlay, ['spec', 'template', 'spec', 'containers']).filter(isMapping) : [];
  const bare = containers.find(({ name, image, $patch }) => name !== PROXY_CONTAINER && image === undefined && $patch === undefined);
  return bare && `container "${String(bare.name)}" has no image, and that of the waypoint is "${PROXY_CONTAINER}"`;
}
