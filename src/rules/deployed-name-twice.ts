import type { Gateway } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { isDeployed } from '../binding/gateway/deployment';
import { generatedName } from '../binding/gateway/requested-services';
import { NAME_OVERRIDE } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { MeshObjects } from '../mesh/mesh-objects';

export const deployedNameTwice: Rule = {
  id: 'deployed-name-twice',
  severity: Severity.ERROR,
  summary: 'Istio deploys two Gateways under one name',
  why: 'the Deployment and the Service of one replace those of the other, time and again: both names lead to the same proxies, which have the routes and policies of one Gateway only',
  fix: `give one of the Gateways another name, or another annotation ${NAME_OVERRIDE}`,
  *check(mesh) {
    const first = new Map<string, Gateway>();
    for (const gateway of mesh.all(GATEWAY)) {
      if (!isDeployed(mesh, gateway)) continue;
      const key = `${gateway.namespace}/${generatedName(mesh, gateway)}`;
      const other = first.get(key);
      if (!other) first.set(key, gateway);
      else yield offence(mesh, gateway, other);
    }
  },
};

function offence(mesh: MeshObjects, gateway: Gateway, other: Gateway) {
  const message = `Istio deploys it as "${generatedName(mesh, gateway)}", as it does Gateway "${other.name}": one replaces the other`;
  return { subject: gateway, path: pathOf(gateway), message, related: [{ manifest: other, path: pathOf(other) }] };
}

/** Where the name comes from. */
function pathOf({ annotations }: Gateway): string[] {
  return Object.hasOwn(annotations, NAME_OVERRIDE) ? ['metadata', 'annotations', NAME_OVERRIDE] : ['metadata', 'name'];
}
