import type { Gateway } from './gateways';
import { isDeployedByIstio } from './gateways';
import { readOverlay } from '../../binding/gateway/overlay-text';
import { OTHER_CLASSES } from '../../istio/classes';
import { DEFAULTS_FOR_CLASS } from '../../istio/labels';
import { isMapping } from '../../mesh/fields';
import { CONFIG_MAP } from '../../mesh/kinds/core';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

export type ConfigMap = ManifestOf<typeof CONFIG_MAP>;

/** A ConfigMap that changes what Istio makes for Gateways, and those whose `parametersRef` names it. */
export interface OverlaySource {
  readonly configMap: ConfigMap;
  readonly gateways: readonly Gateway[];
}

/** The ConfigMaps that Gateways name which Istio deploys, and those that are the defaults of a class. */
export const overlaySources = remember((mesh: MeshObjects): readonly OverlaySource[] => {
  const users = new Map<ConfigMap, Gateway[]>();
  for (const gateway of mesh.all(GATEWAY)) {
    const configMap = parametersOf(mesh, gateway);
    if (!configMap || !readsParameters(mesh, gateway)) continue;
    const known = users.get(configMap);
    if (known) known.push(gateway);
    else users.set(configMap, [gateway]);
  }
  for (const configMap of mesh.inNamespace(CONFIG_MAP, mesh.config.rootNamespace).filter(isClassDefault)) {
    if (!users.has(configMap)) users.set(configMap, []);
  }
  return [...users].map(([configMap, gateways]) => ({ configMap, gateways }));
});

/** The parameters of other controllers have keys of their own; those of Istio that need a switch take the same. */
function readsParameters(mesh: MeshObjects, gateway: Gateway): boolean {
  return isDeployedByIstio(mesh, gateway) ?? OTHER_CLASSES.includes(gateway.body.spec?.gatewayClassName ?? '');
}

/** Whether a ConfigMap is for all Gateways of a class. */
export function isClassDefault({ labels }: ConfigMap): boolean {
  return Object.hasOwn(labels, DEFAULTS_FOR_CLASS);
}

/** The ConfigMap that a Gateway names, if it is in the input. */
export function parametersOf(mesh: MeshObjects, gateway: Gateway): ConfigMap | undefined {
  const { kind, name = '' } = gateway.body.spec?.infrastructure?.parametersRef ?? {};
  return kind === CONFIG_MAP.kind ? mesh.find(CONFIG_MAP, gateway.namespace, name) : undefined;
}

/** One overlay as an object; undefined if there is none, or it can't be read. */
export function overlayOf({ body }: ConfigMap, key: string): Readonly<Record<string, unknown>> | undefined {
  const text = body.data && Object.hasOwn(body.data, key) ? body.data[key] : undefined;
  const value = text === undefined ? undefined : readOverlay(text).value;
  return value === null ? {} : isMapping(value) ? value : undefined;
}
