import { bindingsIn, serviceBinding } from './facts/bindings';
import { meshParents } from './facts/mesh-routes';
import { protectingPolicies } from './facts/protection';
import { haveNamedPods, namedPodsOf } from './facts/stateful-sets';
import type { Rule } from './rule';
import { Severity } from './rule';
import { BindingReason } from '../binding/binding';
import { waypointText } from '../binding/status-text';
import type { Manifest } from '../mesh/manifest';

export const podNamesBypassWaypoint: Rule = {
  id: 'pod-names-bypass-waypoint',
  severity: Severity.INFO,
  summary: 'the pods of a StatefulSet can be dialled by name, around the waypoint that has routes for them',
  why: 'a waypoint for services sees what is sent to the Service: who dials "db-0.db" meets none of its routes',
  fix: 'dial the Service, or have a waypoint for workloads too: waypoint-for: all, and istio.io/use-waypoint on the pods',
  *check(mesh) {
    if (!haveNamedPods(mesh)) return;
    const reported = new Set<Manifest>();
    for (const { owner, route } of meshParents(mesh)) {
      const binding = owner && serviceBinding(mesh, owner);
      const pods = binding && !protectingPolicies(mesh).has(owner) ? namedPodsOf(mesh, owner) : undefined;
      if (!pods || reported.has(pods) || bindingsIn(mesh, pods).some(({ reason }) => reason === BindingReason.ACCEPTED)) continue;
      reported.add(pods);
      yield {
        subject: pods,
        path: ['spec', 'serviceName'],
        message: `"${pods.name}-0.${pods.body.spec?.serviceName}" leads around waypoint "${waypointText(binding!.waypoint)}" and ${route.kind} ${route.name}`,
        related: [{ manifest: route, path: ['spec', 'parentRefs'] }],
      };
    }
  },
};
