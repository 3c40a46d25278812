import { targetsOfKind } from './facts/attached-policies';
import { TELEMETRY } from '../authorization/extension-kinds';
import type { PolicyTarget } from './facts/attached-policies';
import { membersOf } from './facts/bindings';
import { isWaypoint } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const telemetryTargetIgnored: Rule = {
  id: 'telemetry-target-ignored',
  severity: Severity.WARNING,
  summary: 'a Telemetry targets what a waypoint does not look at for all of its services',
  why: 'for a service of another namespace a waypoint looks for Telemetry in that namespace alone, and for that of a GatewayClass nowhere',
  fix: 'target the Services, in their namespace, or leave targetRefs out: a Telemetry for the whole namespace counts',
  *check(mesh) {
    for (const target of targetsOfKind(mesh, TELEMETRY)) {
      const message = complaint(mesh, target);
      if (message) yield { subject: target.policy, path: target.path, message };
    }
  },
};

function complaint(mesh: MeshObjects, { target, object: gateway }: PolicyTarget): string | undefined {
  if (target.kind === GATEWAY_CLASS.kind) return 'no waypoint asks the Telemetry of a GatewayClass';
  if (!gateway || !isOf(GATEWAY, gateway) || !isWaypoint(mesh, gateway)) return undefined;
  const foreign = new Set(membersOf(mesh, gateway).filter(({ subject }) => subject.traffic === 'service')
    .map(({ subject }) => subject.manifest.namespace).filter((namespace) => namespace !== gateway.namespace));
  return foreign.size > 0 ? `not for the services of ${[...foreign].sort().join(', ')}, which use the waypoint too` : undefined;
}
