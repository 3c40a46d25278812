import { backendsOf, routesOf } from './facts/mesh-routes';
import type { Route } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { BackendRef } from '../mesh/kinds/routes';
import { REFERENCE_GRANT } from '../mesh/kinds/routes';
import type { MeshObjects } from '../mesh/mesh-objects';
import { isGranted } from '../routing/reference-grants';

export const referenceNotGranted: Rule = {
  id: 'reference-not-granted',
  severity: Severity.ERROR,
  summary: 'a route of a Gateway sends to a Service of another namespace, which grants it to nobody',
  why: 'below a Gateway, an ingress or a sandwich, a backend of another namespace needs a ReferenceGrant there: its share is answered with 500',
  fix: 'add a ReferenceGrant in the namespace of the Service, or move the route there; routes with a Service as parent need none',
  unsaidBy: ['ReferenceGrant'],
  *check(mesh) {
    for (const route of routesOf(mesh).filter(hasGatewayParent)) {
      for (const { backend, path } of backendsOf(route)) {
        const severity = isGranted(mesh, route, backend) ? undefined : severityOf(mesh, backend);
        if (!severity) continue;
        const message = `no ReferenceGrant in "${backend.namespace}" lets ${route.kind}s of "${route.namespace}" name Service ${backend.name}: its share gets 500`;
        yield { subject: route, path: [...path, 'namespace'], message, severity };
      }
    }
  },
};

function hasGatewayParent({ body }: Route): boolean {
  return body.spec?.parentRefs?.some(({ group, kind }) => group === GATEWAY.group && kind === GATEWAY.kind) ?? false;
}

/** A grant may be kept elsewhere, unless the grants of the namespace are in the input; without its Services nothing is known of it. */
function severityOf(mesh: MeshObjects, { group = '', kind = SERVICE.kind, namespace = '', name = '' }: BackendRef): Severity | undefined {
  if (group !== '' || kind !== SERVICE.kind) return undefined;
  if (mesh.isComplete || mesh.inNamespace(REFERENCE_GRANT, namespace).length > 0) return Severity.ERROR;
  return mesh.find(SERVICE, namespace, name) ? Severity.WARNING : undefined;
}
