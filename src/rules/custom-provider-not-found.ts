import { isWaypointPolicy } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { compileCustom } from '../authorization/custom-action';
import { PolicyAction } from '../authorization/policy-action';
import { actionOf } from '../authorization/rbac';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';

export const customProviderNotFound: Rule = {
  id: 'custom-provider-not-found',
  severity: Severity.ERROR,
  summary: 'a CUSTOM policy names a provider that MeshConfig does not have',
  why: 'a waypoint refuses whatever the rules of such a policy match',
  fix: 'define the provider in extensionProviders of MeshConfig, as envoyExtAuthzHttp or envoyExtAuthzGrpc, or correct its name',
  unsaidBy: ['extensionProviders'],
  *check(mesh) {
    if (!mesh.isConfigKnown) return;
    for (const subject of mesh.all(AUTHORIZATION_POLICY)) {
      if (actionOf(subject) !== PolicyAction.CUSTOM || !isWaypointPolicy(mesh, subject)) continue;
      const lost = compileCustom(mesh, [subject], false).find(({ isUsable }) => isUsable === false);
      if (lost) yield { subject, path: ['spec', 'provider', 'name'], message: `MeshConfig has no provider "${lost.provider}" that can authorize: what the rules match is refused` };
    }
  },
};
