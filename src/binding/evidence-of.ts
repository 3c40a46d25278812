import type { Binding } from './binding';
import { BindingReason } from './binding';
import type { Waypoint } from './waypoint';
import type { Evidence } from '../mesh/evidence';

/** The fields that decided a binding; the label that names the waypoint is the first, where there is one. */
export function evidenceOf(binding: Binding): Evidence[] {
  return [binding.claim?.evidence, ...furtherEvidence(binding)].filter((evidence) => evidence !== undefined);
}

function furtherEvidence(binding: Binding): (Evidence | undefined)[] {
  switch (binding.reason) {
    case BindingReason.ACCEPTED: return [binding.ingress?.evidence, binding.canary?.evidence];
    case BindingReason.NOT_READY: return [binding.lookup.readiness?.evidence];
    case BindingReason.DENIED: return [allowedRoutesEvidence(binding.rejectedBy)];
    case BindingReason.UNSUPPORTED_TRAFFIC: return [binding.rejectedBy.trafficTypeLabel];
    case BindingReason.OWN_WAYPOINT:
    case BindingReason.NOT_IN_AMBIENT: return [binding.evidence];
    default: return [];
  }
}

function allowedRoutesEvidence({ gateway, allowedRoutes }: Waypoint): Evidence | undefined {
  if (!gateway) return undefined;
  const { listener, namespacesFrom } = allowedRoutes;
  const path = ['spec', 'listeners', ...listener === undefined ? [] : [listener, 'allowedRoutes', 'namespaces', 'from']];
  return { manifest: gateway, path, value: namespacesFrom };
}
