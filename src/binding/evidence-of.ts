import type { Binding } from './binding';
import { BindingReason } from './binding';
import type { Evidence } from './evidence';
import type { Waypoint } from './waypoint';

/** The fields that decided a binding, the one to edit first. */
export function evidenceOf(binding: Binding): Evidence[] {
  switch (binding.reason) {
    case BindingReason.ACCEPTED: {
      const { claim, ingress, canary } = binding;
      return [claim.evidence, ...ingress ? [ingress.evidence] : [], ...canary ? [canary.evidence] : []];
    }
    case BindingReason.NOT_READY: {
      const { claim, lookup } = binding;
      return [claim.evidence, ...lookup.readiness ? [lookup.readiness.evidence] : []];
    }
    case BindingReason.DENIED:
    case BindingReason.UNKNOWN:
      return [binding.claim.evidence, ...binding.rejectedBy ? allowedRoutesEvidence(binding.rejectedBy) : []];
    case BindingReason.UNSUPPORTED_TRAFFIC:
      return [binding.claim.evidence, ...binding.rejectedBy.trafficTypeLabel ? [binding.rejectedBy.trafficTypeLabel] : []];
    case BindingReason.OWN_WAYPOINT:
    case BindingReason.NOT_IN_AMBIENT:
      return [binding.evidence];
    default:
      return binding.claim ? [binding.claim.evidence] : [];
  }
}

function allowedRoutesEvidence({ gateway, allowedRoutes }: Waypoint): Evidence[] {
  if (!gateway) return [];
  const { listener, namespacesFrom } = allowedRoutes;
  const path = ['spec', 'listeners', ...listener === undefined ? [] : [listener, 'allowedRoutes', 'namespaces', 'from']];
  return [{ manifest: gateway, path, value: namespacesFrom }];
}
