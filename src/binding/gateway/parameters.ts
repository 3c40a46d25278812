import { readOverlay } from './overlay-text';
import { DEFAULTS_FOR_CLASS, NAME_OVERRIDE, SERVICE_ACCOUNT } from '../../istio/labels';
import { OVERLAY_KEYS } from '../../istio/overlay-keys';
import type { Evidence } from '../../mesh/evidence';
import { isMapping } from '../../mesh/fields';
import { CONFIG_MAP } from '../../mesh/kinds/core';
import type { GATEWAY } from '../../mesh/kinds/gateway-api';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { compareText, refIn } from '../../mesh/object-ref';
import { rememberEach } from '../../mesh/remember';

type Gateway = ManifestOf<typeof GATEWAY>;
type ConfigMap = ManifestOf<typeof CONFIG_MAP>;

/**
 * What keeps istiod from deploying a Gateway because of its parameters, or of those of its class; undefined: nothing.
 * @param defaultName of what is deployed, unless an annotation names it
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go render, fetchParameters, applyOverlay
 */
export function parametersFault(mesh: MeshObjects, gateway: Gateway, defaultName: string): Evidence | undefined {
  if (!mesh.supports('parametersRef')) return undefined;
  const defaults = oldestDefaults(mesh, gateway.body.spec?.gatewayClassName ?? '');
  return (defaults && overlayFault(defaults, gateway, defaultName)) ?? referenceFault(mesh, gateway, defaultName);
}

/** The ConfigMaps that are for all Gateways of a class, by name. */
export const classDefaults = rememberEach((className: string) => className, (mesh: MeshObjects, className): readonly ConfigMap[] =>
  mesh.labelled(CONFIG_MAP, mesh.config.rootNamespace, { [DEFAULTS_FOR_CLASS]: className }));

function oldestDefaults(mesh: MeshObjects, className: string): ConfigMap | undefined {
  return classDefaults(mesh, className).reduce<ConfigMap | undefined>((oldest, next) =>
    oldest && compareText(oldest.created, next.created) <= 0 ? oldest : next, undefined);
}

function referenceFault(mesh: MeshObjects, gateway: Gateway, defaultName: string): Evidence | undefined {
  const reference = gateway.body.spec?.infrastructure?.parametersRef;
  if (!reference) return undefined;
  const { group, kind, name = '' } = reference;
  const path = ['spec', 'infrastructure', 'parametersRef'];
  if (group !== CONFIG_MAP.group || kind !== CONFIG_MAP.kind) return { manifest: gateway, path: [...path, 'kind'], value: `${kind}` };
  const parameters = mesh.find(CONFIG_MAP, gateway.namespace, name);
  if (parameters) return overlayFault(parameters, gateway, defaultName);
  const isElsewhere = mesh.isAssumed(refIn(CONFIG_MAP, gateway.namespace, name));
  return isElsewhere ? undefined : { manifest: gateway, path: [...path, 'name'], value: name };
}

function overlayFault(parameters: ConfigMap, gateway: Gateway, defaultName: string): Evidence | undefined {
  for (const [key, text] of Object.entries(parameters.body.data ?? {})) {
    const path = ['data', key];
    if (!OVERLAY_KEYS.includes(key)) return { manifest: parameters, path, value: key };
    const name = gateway.annotations[key === 'serviceAccount' ? SERVICE_ACCOUNT : NAME_OVERRIDE] ?? defaultName;
    if (!canOverlay(text, { namespace: gateway.namespace, name })) return { manifest: parameters, path, value: text };
  }
  return undefined;
}

interface Target {
  readonly namespace: string;
  readonly name: string;
}

/** An overlay is a part of an object as YAML. It may be empty, and may not change which object it is. */
function canOverlay(text: string, target: Target): boolean {
  const overlay = readOverlay(text).value;
  if (overlay === null) return true;
  if (!isMapping(overlay) || ('spec' in overlay && !isMapping(overlay.spec))) return false;
  return !('metadata' in overlay) || keepsIdentity(overlay.metadata, target);
}

/** Fields of the metadata that istiod does not let anyone change. */
const IDENTITY = ['generateName', 'uid', 'resourceVersion', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'creationTimestamp', 'generation'];
const LISTS = ['finalizers', 'managedFields', 'ownerReferences'];

function keepsIdentity(metadata: unknown, target: Target): boolean {
  if (!isMapping(metadata)) return false;
  const { name = target.name, namespace = target.namespace } = metadata;
  return namespace === target.namespace && name === target.name
    && IDENTITY.every((field) => !metadata[field])
    && LISTS.every((field) => !(field in metadata) || isEmptyList(metadata[field]));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
