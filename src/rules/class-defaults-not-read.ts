import { nearestNames } from './facts/nearest-names';
import { isClassDefault } from './facts/overlays';
import type { Rule } from './rule';
import { Severity } from './rule';
import { BUILT_IN_CLASSES } from '../istio/classes';
import { DEFAULTS_FOR_CLASS } from '../istio/labels';
import { CONFIG_MAP, DEPLOYMENT } from '../mesh/kinds/core';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import type { Manifest } from '../mesh/manifest';
import { MESH_CONFIG_MAP } from '../mesh/mesh-config';
import type { MeshObjects } from '../mesh/mesh-objects';

export const classDefaultsNotRead: Rule = {
  id: 'class-defaults-not-read',
  severity: Severity.WARNING,
  summary: 'a ConfigMap of defaults for a GatewayClass is read by nobody',
  why: 'Istio looks for it in its own namespace alone, by the name of the class: elsewhere, or for another name, the Gateways stay as they are',
  fix: 'move it to the namespace of Istio, and name the class as the Gateways do; for Gateways of one namespace name it in their parametersRef',
  *check(mesh) {
    if (!mesh.isLabelUsed(DEFAULTS_FOR_CLASS)) return;
    for (const subject of mesh.all(CONFIG_MAP).filter(isClassDefault)) {
      const fault = subject.namespace === mesh.config.rootNamespace ? unknownClass(mesh, subject) : elsewhere(mesh, subject);
      if (fault) yield { subject, ...fault };
    }
  },
};

function elsewhere(mesh: MeshObjects, { namespace, name }: Manifest) {
  if (isIstiodIn(mesh, namespace) || isReferredTo(mesh, namespace, name)) return undefined;
  return { path: ['metadata', 'namespace'], message: `in namespace "${namespace}", and Istio reads those of "${mesh.config.rootNamespace}" alone` };
}

/** A control plane may be kept in another namespace than the one that is predicted. */
function isIstiodIn(mesh: MeshObjects, namespace: string): boolean {
  return mesh.find(CONFIG_MAP, namespace, MESH_CONFIG_MAP) !== undefined
    || mesh.inNamespace(DEPLOYMENT, namespace).some(({ name }) => name.startsWith('istiod'));
}

/** One that a Gateway names is read for that one. */
function isReferredTo(mesh: MeshObjects, namespace: string, name: string): boolean {
  return mesh.inNamespace(GATEWAY, namespace).some(({ body }) => body.spec?.infrastructure?.parametersRef?.name === name);
}

/** A class that nothing in the input is of may be used elsewhere, unless its name is nearly that of one. */
function unknownClass(mesh: MeshObjects, { labels }: Manifest) {
  const name = labels[DEFAULTS_FOR_CLASS];
  const classes = [...new Set([
    ...BUILT_IN_CLASSES.keys(),
    ...mesh.all(GATEWAY_CLASS).map((each) => each.name),
    ...mesh.all(GATEWAY).map(({ body }) => body.spec?.gatewayClassName ?? ''),
  ])];
  const near = classes.includes(name) ? [] : nearestNames(name, classes);
  return near.length > 0
    ? { path: ['metadata', 'labels', DEFAULTS_FOR_CLASS], message: `no Gateway is of class "${name}", did you mean "${near[0]}"?` }
    : undefined;
}
