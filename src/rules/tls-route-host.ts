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
  why: 'a waypoint applies a TLSRoute only if its one host name is the full name of the parent: the rule is ignored, and connections go to the Service as it is',
  fix: 'leave hostnames out: the route then has the host of its parent',
  *check(mesh) {
    for (const { route, owner } of meshParents(mesh)) {
      if (!isOf(TLS_ROUTE, route) || !owner) continue;
      const hosts = servicesOf(owner, mesh.clusterDomain).map(({ host }) => host);
      const { hostnames = [] } = route.body.spec ?? {};
      if (hostnames.length === 0 || (hostnames.length === 1 && hosts.includes(hostnames[0]))) continue;
      yield { subject: route, path: ['spec', 'hostnames'], message: `${hostnames.map((host) => `"${host}"`).join(', ')} is not "${hosts[0]}" alone: the route is ignored` };
    }
  },
};
