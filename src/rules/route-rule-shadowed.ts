import { serviceBinding } from './facts/bindings';
import { isL7Route, meshParents } from './facts/mesh-routes';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import type { WaypointName } from '../binding/claim';
import type { HostOwner } from '../mesh/host-index';
import type { HttpMatch, HttpRule } from '../mesh/kinds/istio-traffic';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { MeshService } from '../registry/mesh-service';
import { servicesOf } from '../registry/mesh-service';
import type { Originated, RuleOrigin } from '../routing/converted-rule';
import type { RouteEntry } from '../routing/route-entry';
import { takesAll } from '../routing/route-entry';
import { waypointRoutes, waypointVirtualServices } from '../routing/waypoint-routes';

export const routeRuleShadowed: Rule = {
  id: 'route-rule-shadowed',
  severity: Severity.WARNING,
  summary: 'a rule of a route takes no request, as a rule before it takes them all',
  why: 'all routes of a Service are one list, and of two rules with one match the first counts: that of the older route, in a cluster',
  fix: 'give each rule a match of its own, or merge both rules',
  *check(mesh) {
    for (const [owner, rules] of rulesByOwner(mesh)) {
      if (rules < 2) continue;
      const binding = serviceBinding(mesh, owner);
      for (const service of binding ? servicesOf(owner, mesh.clusterDomain) : []) yield* shadowedIn(mesh, binding!.waypoint, service);
    }
  },
};

/** How many rules there are for each parent: one alone has none before it. */
function rulesByOwner(mesh: MeshObjects): Map<HostOwner, number> {
  const counts = new Map<HostOwner, number>();
  for (const { owner, route } of meshParents(mesh)) {
    if (owner && isL7Route(route)) counts.set(owner, (counts.get(owner) ?? 0) + (route.body.spec?.rules?.length ?? 0));
  }
  return counts;
}

/** Beside a VirtualService the order is said to be undefined, which is a mistake of its own. */
function* shadowedIn(mesh: MeshObjects, waypoint: WaypointName, service: MeshService): Generator<Offence> {
  const virtualServices = waypointVirtualServices(mesh, waypoint, service).filter(({ http }) => http);
  if (virtualServices.some(({ isConverted }) => !isConverted)) return;
  const ports = service.ports.filter(({ protocol }) => protocol.family === 'http' || protocol.family === 'undeclared');
  const tables = ports.map(({ number }) => ({ port: number, entries: waypointRoutes(mesh, waypoint, service, number) }));
  const live = new Set(tables.flatMap(({ entries }) => liveEntries(entries)).map(({ origin }) => ruleKey(origin)));
  for (const { origin, rule } of virtualServices.flatMap(({ http = [] }) => http)) {
    const winner = live.has(ruleKey(origin)) ? undefined : tables.flatMap((table) => winnerOver(rule, table) ?? [])[0];
    if (!winner || winner.manifest === origin.manifest && winner.rule === origin.rule) continue;
    live.add(ruleKey(origin));
    yield {
      subject: origin.manifest,
      path: ['spec', 'rules', origin.rule],
      message: `takes no request for ${service.owner.kind} ${service.owner.name}: ${ruleText(winner, origin.manifest)} takes them first`,
      related: [{ manifest: winner.manifest, path: ['spec', 'rules', winner.rule] }],
    };
  }
}

/** The lines that can take a request: behind one that takes all, or one with the same match, none does. */
function liveEntries(entries: readonly RouteEntry[]): RouteEntry[] {
  const end = entries.findIndex(({ match }) => takesAll(match));
  const seen = new Set<string>();
  return entries.slice(0, end < 0 ? entries.length : end + 1).filter(({ match }) => {
    const key = matchKey(match);
    return !seen.has(key) && seen.add(key);
  });
}

/** The rule that takes what another would take; undefined if that one is not for the port. */
function winnerOver({ match }: Originated<HttpRule>['rule'], { port, entries }: { port: number; entries: readonly RouteEntry[] }): RuleOrigin | undefined {
  if (match?.every((one) => one.port !== undefined && one.port !== port)) return undefined;
  const keys = new Set((match ?? [undefined]).map(matchKey));
  return entries.find((entry) => takesAll(entry.match) || keys.has(matchKey(entry.match)))?.origin;
}

/** Within the list of one port the port is no matter. */
function matchKey(match: HttpMatch | undefined): string {
  return takesAll(match) ? '' : JSON.stringify({ ...match, port: undefined });
}

function ruleKey({ manifest, rule }: RuleOrigin): string {
  return `${manifest.kind}/${manifest.namespace}/${manifest.name}/${rule}`;
}

function ruleText({ manifest, rule }: RuleOrigin, than: Manifest): string {
  return manifest === than ? `rule ${rule}` : `rule ${rule} of ${manifest.kind} ${manifest.namespace}/${manifest.name}`;
}
