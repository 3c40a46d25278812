import { policyTargets } from './facts/attached-policies';
import { boundOf, membersOf, serviceBinding } from './facts/bindings';
import { isWaypoint } from './facts/gateways';
import { isWaypointPolicy } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { httpAttributesOf } from '../authorization/ztunnel/http-attributes';
import type { HostOwner } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember, rememberEach } from '../mesh/remember';
import { servicesOf } from '../registry/mesh-service';

export const denyWiderOnTcp: Rule = {
  id: 'deny-wider-on-tcp',
  severity: Severity.WARNING,
  summary: 'a DENY policy for HTTP is enforced on TCP ports too, where it denies more',
  why: 'on a port that is not HTTP a waypoint leaves out what a DENY rule asks of the request: every connection to it is reset',
  fix: 'name the HTTP ports in the rule, or target only Services whose ports are all HTTP',
  *check(mesh) {
    const policies = new Set(mesh.all(AUTHORIZATION_POLICY).filter((policy) => isUnlimitedDeny(policy) && isWaypointPolicy(mesh, policy)));
    for (const target of policies.size > 0 ? policyTargets(mesh) : []) {
      const { policy } = target;
      if (!isOf(AUTHORIZATION_POLICY, policy) || !policies.has(policy)) continue;
      const port = firstTcpPort(mesh, target.target.kind ?? '', policy.namespace, target.target.name ?? '');
      if (port) yield { subject: policy, path: target.path, message: `resets all connections to ${port}, which is declared as TCP` };
    }
  },
};

/** A DENY policy with a rule that asks for HTTP and names no ports. */
function isUnlimitedDeny(policy: AuthorizationPolicy): boolean {
  return actionOf(policy) === PolicyAction.DENY && (policy.body.spec?.rules ?? []).some((rule) =>
    httpAttributesOf(rule).length > 0 && !rule.to?.every(({ operation }) => operation?.ports?.length));
}

/** Many policies may target one waypoint, which may have many Services. */
const firstTcpPort = rememberEach((...target: readonly string[]) => target.join('/'),
  (mesh: MeshObjects, kind, namespace, name): string | undefined => {
    for (const owner of targetedServices(mesh, kind, namespace, name)) {
      const ports = servicesOf(owner, mesh.clusterDomain).flatMap((service) => service.ports);
      const port = ports.find(({ protocol }) => protocol.family === 'tcp');
      if (port) return `${owner.kind} ${owner.name}:${port.number}`;
    }
    return undefined;
  });

function targetedServices(mesh: MeshObjects, kind: string, namespace: string, name: string): readonly HostOwner[] {
  if (kind === GATEWAY_CLASS.kind) return servicesOfWaypoints(mesh);
  if (kind === GATEWAY.kind) {
    return membersOf(mesh, { namespace, name }).map(({ subject }) => subject.manifest as HostOwner).filter(isService);
  }
  const known = [SERVICE, SERVICE_ENTRY].find((each) => each.kind === kind);
  const owner = known && (mesh.find(known, namespace, name) as HostOwner | undefined);
  return owner && serviceBinding(mesh, owner) ? [owner] : [];
}

const servicesOfWaypoints = remember((mesh: MeshObjects) => boundOf(mesh)
  .filter(({ waypoint: { gateway } }) => gateway && isWaypoint(mesh, gateway))
  .map(({ subject }) => subject.manifest as HostOwner).filter(isService));

function isService(owner: HostOwner): boolean {
  return isOf(SERVICE, owner) || isOf(SERVICE_ENTRY, owner);
}
