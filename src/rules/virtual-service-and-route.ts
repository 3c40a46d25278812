import { meshParents } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { Manifest } from '../mesh/manifest';
import { servicesOf } from '../registry/mesh-service';
import { hostsOverlap } from '../routing/virtual-service';
import { hostsOf, isForMesh } from '../routing/written-virtual-services';

export const virtualServiceAndRoute: Rule = {
  id: 'virtual-service-and-route',
  severity: Severity.ERROR,
  summary: 'a VirtualService and a route of the Gateway API are about one host',
  why: 'Istio calls the outcome undefined: the routes come first or last by namespace and age, and a rule that takes everything hides all after it',
  fix: 'move the rules of the VirtualService into the route, or the other way round',
  *check(mesh) {
    const routes = new Map<string, Manifest>();
    for (const { route, owner } of meshParents(mesh)) {
      if (owner) for (const { host } of servicesOf(owner, mesh.clusterDomain)) routes.set(host, route);
    }
    for (const subject of mesh.all(VIRTUAL_SERVICE)) {
      if (!isForMesh(subject)) continue;
      for (const [index, host] of hostsOf(mesh, subject).entries()) {
        const [name, route] = routeFor(routes, host) ?? [];
        if (!route) continue;
        yield {
          subject,
          path: ['spec', 'hosts', index],
          message: `${route.kind} ${route.namespace}/${route.name} routes "${name}" too`,
          related: [{ manifest: route, path: ['spec', 'parentRefs'] }],
        };
      }
    }
  },
};

/** A host with a wildcard is about all that it matches. */
function routeFor(routes: ReadonlyMap<string, Manifest>, host: string): readonly [string, Manifest] | undefined {
  if (host.startsWith('*')) return [...routes].find(([name]) => hostsOverlap(host, name));
  const route = routes.get(host);
  return route && [host, route];
}
