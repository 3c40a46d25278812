import { meshParents } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { TLS_ROUTE } from '../mesh/kinds/routes';
import { isOf } from '../mesh/manifest';
import { servicesOf } from '../registry/mesh-service';

export const tlsRouteHost: Rule = {
  id: 'tls-route-host',
  severity: Severity.ERROR,
  summary: 'a TLSRoute names a host that is not that of its Service',
  why: 'a waypoint applies a TLSRoute only if its host name is the full name of the parent: the rule is ignored, and connections go to the Service as it is',
  fix: 'write the full name of the parent, as the message says it',
  *check(mesh) {
    for (const { route, owner } of meshParents(mesh)) {
      if (!isOf(TLS_ROUTE, route) || !owner) continue;
      const hosts = servicesOf(owner, mesh.clusterDomain).map(({ host }) => host);
      const { hostnames = [] } = route.body.spec ?? {};
      if (hostnames.every((hostname) => hosts.includes(hostname))) continue;
      yield { subject: route, path: ['spec', 'hostnames'], message: `${hostnames.map((host) => `"${host}"`).join(', ')} is not "${hosts[0]}" alone: the route is ignored` };
    }
  },
};
