import type { Route } from './facts/mesh-routes';
import { isMeshRoute, routesOf } from './facts/mesh-routes';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { GRPC_ROUTE, HTTP_ROUTE } from '../mesh/kinds/routes';
import { isOf } from '../mesh/manifest';
import { isMeshParent } from '../routing/mesh-parents';

export const routeFieldIgnored: Rule = {
  id: 'route-field-ignored',
  severity: Severity.WARNING,
  summary: 'a route with a Service as parent has a field that is ignored',
  why: 'hostnames and sections count for Gateways only, so that the route takes the requests of all hosts and ports, and session persistence is not implemented',
  fix: 'remove the field; name a port instead of a section; match the header Host if a host is meant; for sticky sessions use consistentHash of a DestinationRule',
  *check(mesh) {
    for (const route of routesOf(mesh).filter(isMeshRoute)) {
      yield* sections(route);
      if (!isOf(HTTP_ROUTE, route) && !isOf(GRPC_ROUTE, route)) continue;
      const { hostnames, parentRefs } = route.body.spec ?? {};
      if (hostnames?.length && parentRefs?.every(isMeshParent)) {
        yield { subject: route, path: ['spec', 'hostnames'], message: 'ignored for the Services among the parents: the route takes requests of every host' };
      }
      yield* persistence(route, route.body.spec?.rules);
    }
  },
};

/** A Service has no sections, only ports. */
function* sections(subject: Route): Generator<Offence> {
  for (const [index, ref] of (subject.body.spec?.parentRefs ?? []).entries()) {
    if (!isMeshParent(ref) || !ref.sectionName) continue;
    yield {
      subject,
      path: ['spec', 'parentRefs', index, 'sectionName'],
      message: `"${ref.sectionName}" is ignored: the route is for all ports of ${ref.kind} ${ref.name}, expected port`,
    };
  }
}

function* persistence(subject: Route, rules: readonly object[] = []): Generator<Offence> {
  for (const [index, rule] of rules.entries()) {
    if (!Object.hasOwn(rule, 'sessionPersistence')) continue;
    yield { subject, path: ['spec', 'rules', index, 'sessionPersistence'], message: 'ignored: there is no session persistence at a waypoint' };
  }
}
