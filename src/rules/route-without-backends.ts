import type { Route } from './facts/mesh-routes';
import { isMeshRoute, routesOf } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { BackendRef } from '../mesh/kinds/routes';
import { weightSum } from '../routing/weights';

export const routeWithoutBackends: Rule = {
  id: 'route-without-backends',
  severity: Severity.ERROR,
  summary: 'a rule of a route has no backend that takes anything',
  why: 'without a redirect the waypoint answers with 500, and of TCP and TLS it closes the connection',
  fix: 'name a backend with a weight above 0, also where requests are to go to the parent itself',
  *check(mesh) {
    for (const route of routesOf(mesh).filter(isMeshRoute)) {
      for (const [index, rule] of rulesOf(route).entries()) {
        if (weightSum(rule.backendRefs) > 0 || rule.filters?.some(({ type }) => type === 'RequestRedirect')) continue;
        const outcome = rule.backendRefs?.length ? 'the weights are all zero' : 'there are no backendRefs';
        yield { subject: route, path: ['spec', 'rules', index], message: `${outcome}: ${route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute' ? 'requests get 500' : 'connections are closed'}` };
      }
    }
  },
};

interface AnyRule {
  readonly backendRefs?: readonly BackendRef[];
  readonly filters?: readonly { readonly type?: string }[];
}

function rulesOf(route: Route): readonly AnyRule[] {
  return route.body.spec?.rules ?? [];
}
