import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import { isOf } from '../mesh/manifest';
import type { FieldPath } from '../mesh/positions';
import type { RuleOrigin } from '../routing/converted-rule';
import type { WaypointHop } from '../traffic/waypoint-hop';

/** Where the rule of a route is written. A VirtualService has lists for TLS and for TCP, of which either may be meant. */
export function originPath({ chain }: WaypointHop, { manifest, rule }: RuleOrigin): FieldPath {
  if (!isOf(VIRTUAL_SERVICE, manifest)) return ['spec', 'rules', rule];
  return chain === 'http' ? ['spec', 'http', rule] : ['spec'];
}
