import type { WaypointHop } from './waypoint-hop';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { FieldPath } from '../mesh/positions';
import type { RuleOrigin } from '../routing/converted-rule';

/** Where a rule of a policy is written: what is made of a PeerAuthentication has none of its own. */
export function policyRulePath(policy: Manifest, rule: number | undefined): FieldPath {
  return rule !== undefined && isOf(AUTHORIZATION_POLICY, policy) ? ['spec', 'rules', rule] : ['spec'];
}

/** Where a rule of a route is written. A VirtualService has lists for TLS and for TCP, of which either may be meant. */
export function routeRulePath({ chain }: WaypointHop, { manifest, rule }: RuleOrigin): FieldPath {
  if (!isOf(VIRTUAL_SERVICE, manifest)) return ['spec', 'rules', rule];
  return chain === 'http' ? ['spec', 'http', rule] : ['spec'];
}
