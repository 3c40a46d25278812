import { routesOf } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { ParentRef } from '../mesh/kinds/routes';
import { isMeshParent } from '../routing/mesh-parents';

export const routeParentKind: Rule = {
  id: 'route-parent-kind',
  severity: Severity.ERROR,
  summary: 'a parentRef names a kind that is in another group',
  why: 'without group the Gateway API means its own, which has no Service: Istio ignores such a parent without a word, and no request is routed by the route',
  fix: 'write group: "" beside kind: Service, and group: networking.istio.io beside kind: ServiceEntry',
  *check(mesh) {
    for (const subject of routesOf(mesh)) {
      for (const [index, ref] of (subject.body.spec?.parentRefs ?? []).entries()) {
        const group = isMeshParent(ref) ? undefined : rightGroup(ref);
        if (group === undefined) continue;
        yield { subject, path: ['spec', 'parentRefs', index], message: `group "${ref.group}" has no ${ref.kind}: the parent is ignored, expected group: ${group || '""'}` };
      }
    }
  },
};

/** The group that a kind of parent is in, where another one is named. */
function rightGroup({ group, kind }: ParentRef): string | undefined {
  const right = [SERVICE, SERVICE_ENTRY, GATEWAY].find((each) => each.kind === kind);
  return right && right.group !== group ? right.group : undefined;
}
