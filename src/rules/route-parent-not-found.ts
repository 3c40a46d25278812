import { isAbsent } from './facts/absence';
import { absentService } from './facts/absent-hosts';
import { isMissingGateway } from './facts/claims';
import { meshParents, routesOf } from './facts/mesh-routes';
import { findNamesake } from './facts/namesakes';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { MeshObjects } from '../mesh/mesh-objects';
import { hostsOf, isForMesh } from '../routing/written-virtual-services';

export const routeParentNotFound: Rule = {
  id: 'route-parent-not-found',
  severity: Severity.ERROR,
  summary: 'a route names a Service or Gateway as its parent that is not defined',
  why: 'the route is attached to nothing (NoMatchingParent), and no request is routed by it',
  fix: 'correct the name; a parent in another namespace needs its namespace in the parentRef',
  *check(mesh) {
    yield* services(mesh);
    yield* gateways(mesh);
    for (const subject of mesh.all(VIRTUAL_SERVICE).filter(isForMesh)) {
      for (const [index, host] of hostsOf(mesh, subject).entries()) {
        const service = absentService(mesh, host);
        if (service) yield { subject, path: ['spec', 'hosts', index], message: `service "${service.name}" not found in ${service.namespace}` };
      }
    }
  },
};

function* services(mesh: MeshObjects): Generator<Offence> {
  for (const { route: subject, ref, path, target, owner } of meshParents(mesh)) {
    const isMissing = owner ? false : isAbsent(mesh, target);
    if (isMissing === false) continue;
    const [kind, text] = target.kind === SERVICE.kind ? [SERVICE, 'service'] : [SERVICE_ENTRY, 'service entry'];
    const other = ref.namespace ? undefined : findNamesake(mesh, kind, target.name);
    if (!isMissing && !other) continue;
    const message = `parent ${text}: "${target.name}" not found in ${target.namespace}`;
    yield {
      subject,
      path: [...path, 'name'],
      message: other ? `${message}; for the one in "${other.namespace}" the parentRef needs namespace: ${other.namespace}` : message,
      // Where nothing of the kind is in the input, the parent may be kept elsewhere.
      ...!isMissing && { severity: Severity.WARNING },
    };
  }
}

/** That a waypoint is not there is said of the label that names it. */
function* gateways(mesh: MeshObjects): Generator<Offence> {
  for (const subject of routesOf(mesh)) {
    for (const [index, { group, kind, name = '', namespace = subject.namespace }] of (subject.body.spec?.parentRefs ?? []).entries()) {
      if (group !== GATEWAY.group || kind !== GATEWAY.kind || !isMissingGateway(mesh, namespace, name)) continue;
      yield { subject, path: ['spec', 'parentRefs', index, 'name'], message: `parent gateway: "${name}" not found in ${namespace}` };
    }
  }
}

