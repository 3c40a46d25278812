import { fullHost } from './short-names';
import type { StringMap } from '../mesh/fields';
import { DESTINATION_RULE } from '../mesh/kinds/istio-traffic';
import type { ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareText } from '../mesh/object-ref';
import { rememberEach } from '../mesh/remember';
import type { MeshService } from '../registry/mesh-service';
import { isTaken } from '../registry/refusal';

export type DestinationRule = ManifestOf<typeof DESTINATION_RULE>;

/** A part of the endpoints of a service. */
export interface Subset {
  readonly name: string;
  readonly labels: StringMap;
  readonly rule: DestinationRule;
}

/** The subsets of a service as a proxy of a namespace knows them. */
export const subsetsOf = rememberEach(
  ({ host, owner }: MeshService, namespace: string) => `${namespace}\n${host}\n${owner.namespace}`,
  (mesh: MeshObjects, service, namespace): readonly Subset[] => merge(destinationRulesFor(mesh, service, namespace)));

/** The rules of one host in one namespace are one; of subsets with one name the first counts. */
function merge(rules: readonly DestinationRule[]): Subset[] {
  const subsets = new Map<string, Subset>();
  for (const rule of rules) {
    for (const { name = '', labels = {} } of rule.body.spec?.subsets ?? []) if (!subsets.has(name)) subsets.set(name, { name, labels, rule });
  }
  return [...subsets.values()];
}

/**
 * The DestinationRules that a proxy of a namespace uses for a service, oldest first: those of its namespace, else of the service's, else of
 * the root namespace.
 * @see istio pilot/pkg/model/push_context.go destinationRule
 */
export function destinationRulesFor(mesh: MeshObjects, service: MeshService, namespace: string): readonly DestinationRule[] {
  const { rootNamespace } = mesh.config;
  const home = mostSpecific(mesh, service.host, namespace, (rule) => isForHome(rule) && (namespace !== rootNamespace || isPrivate(rule)));
  if (home.length > 0) return home;
  const lender = (owner: string) => mostSpecific(mesh, service.host, owner, (rule) => !isPrivate(rule))
    .filter((rule) => isExportedTo(rule, namespace));
  const lent = lender(service.owner.namespace);
  return lent.length > 0 ? lent : lender(rootNamespace);
}

/** @see istio pilot/pkg/model/config.go MostSpecificHostMatch */
function mostSpecific(
  mesh: MeshObjects, host: string, namespace: string, isUsable: (rule: DestinationRule) => boolean,
): readonly DestinationRule[] {
  const hostOf = (rule: DestinationRule) => fullHost(rule.body.spec?.host ?? '', rule.namespace, mesh.clusterDomain);
  const rules = mesh.inNamespace(DESTINATION_RULE, namespace)
    .filter((rule) => covers(hostOf(rule), host) && withoutSelector(rule) && isUsable(rule) && isTaken(rule));
  const exact = rules.filter((rule) => hostOf(rule) === host);
  const chosen = exact.length > 0 ? exact : longest(rules, hostOf);
  return [...chosen].sort((a, b) => compareText(a.created, b.created) || compareText(a.name, b.name));
}

function covers(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*') && host.endsWith(pattern.slice(1)));
}

function longest(rules: readonly DestinationRule[], patternOf: (rule: DestinationRule) => string): DestinationRule[] {
  const length = Math.max(...rules.map((rule) => patternOf(rule).length));
  return rules.filter((rule) => patternOf(rule).length === length);
}

/** Rules for some workloads of a namespace only don't count at a waypoint. */
function withoutSelector({ body }: DestinationRule): boolean {
  return body.spec?.workloadSelector === undefined;
}

function isForHome({ namespace, body }: DestinationRule): boolean {
  const exportTo = body.spec?.exportTo ?? [];
  return exportTo.length === 0 || ['*', '.', namespace].some((name) => exportTo.includes(name));
}

function isPrivate({ namespace, body }: DestinationRule): boolean {
  const exportTo = body.spec?.exportTo ?? [];
  return exportTo.length === 1 && (exportTo[0] === '.' || exportTo[0] === namespace);
}

function isExportedTo({ body }: DestinationRule, namespace: string): boolean {
  const exportTo = body.spec?.exportTo ?? [];
  return exportTo.length === 0 || exportTo.includes('*') || exportTo.includes(namespace);
}
