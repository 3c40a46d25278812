import { isAbsent } from './facts/absence';
import type { Gateway } from './facts/gateways';
import { isDeployedByIstio } from './facts/gateways';
import { findNamesake } from './facts/namesakes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { CONFIG_MAP } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refIn } from '../mesh/object-ref';

export const parametersUnusable: Rule = {
  id: 'parameters-unusable',
  severity: Severity.ERROR,
  summary: 'the parametersRef of a Gateway names what Istio can\'t use',
  why: 'Istio deploys nothing for the Gateway: it is no waypoint, and traffic goes direct',
  fix: 'name a ConfigMap in the namespace of the Gateway: group "", kind ConfigMap',
  *check(mesh) {
    for (const gateway of mesh.all(GATEWAY)) {
      if (!gateway.body.spec?.infrastructure?.parametersRef || !isDeployedByIstio(mesh, gateway) || !mesh.supports('parametersRef')) continue;
      const fault = faultOf(mesh, gateway);
      if (fault) yield { subject: gateway, path: ['spec', 'infrastructure', 'parametersRef', fault.field], message: fault.message };
    }
  },
};

function faultOf(mesh: MeshObjects, gateway: Gateway): { field: string; message: string } | undefined {
  const reference = gateway.body.spec?.infrastructure?.parametersRef;
  if (!reference) return undefined;
  const { group, kind, name = '' } = reference;
  if (group || kind !== CONFIG_MAP.kind) {
    return { field: 'kind', message: `Unsupported parametersRef group/kind ${group ?? ''}/${kind ?? ''}, only ConfigMap is supported` };
  }
  return missing(mesh, gateway, name);
}

function missing(mesh: MeshObjects, gateway: Gateway, name: string): { field: string; message: string } | undefined {
  if (!isAbsent(mesh, refIn(CONFIG_MAP, gateway.namespace, name))) return undefined;
  const other = findNamesake(mesh, CONFIG_MAP, name);
  const hint = other ? `; there is one in "${other.namespace}", and a ConfigMap of another namespace can't be named` : '';
  return { field: 'name', message: `parametersRef ConfigMap ${gateway.namespace}/${name} does not exist${hint}` };
}
