import type { DestinationRule, MergedRules } from './merge-destination-rules';
import { exportsOf, mergeRules } from './merge-destination-rules';
import { fullHost } from './short-names';
import type { WaypointName } from '../binding/claim';
import { istioControllerOf } from '../binding/gateway/controller';
import { deployedProxyLabels } from '../binding/gateway/proxy-labels';
import { isServedBy } from '../binding/served-by';
import { GATEWAY_CONTROLLER } from '../istio/classes';
import type { StringMap } from '../mesh/fields';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { DESTINATION_RULE } from '../mesh/kinds/istio-traffic';
import { hasLabels } from '../mesh/label-selector';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberEach } from '../mesh/remember';
import type { MeshService } from '../registry/mesh-service';
import { isTaken } from '../registry/refusal';

/** A part of the endpoints of a service. */
export interface Subset {
  readonly name: string;
  readonly labels: StringMap;
  readonly rule: DestinationRule;
}

/** The subsets of a service as a proxy of a namespace knows them; of subsets with one name the first counts. */
export function subsetsOf(mesh: MeshObjects, service: MeshService, namespace: string): readonly Subset[] {
  return subsetsIn(rulesForAll(rulesFor(mesh, service, namespace)));
}

/** The subsets of a service as a waypoint knows them. */
export const subsetsAt = rememberEach(
  ({ host, owner }: MeshService, { namespace, name }: WaypointName) => `${namespace}/${name}\n${host}\n${owner.namespace}`,
  (mesh: MeshObjects, service, waypoint): readonly Subset[] => subsetsIn(destinationRulesAt(mesh, service, waypoint)));

function subsetsIn(rules: readonly DestinationRule[]): readonly Subset[] {
  const subsets = new Map<string, Subset>();
  for (const rule of rules) {
    for (const { name = '', labels = {} } of rule.body.spec?.subsets ?? []) if (!subsets.has(name)) subsets.set(name, { name, labels, rule });
  }
  return [...subsets.values()];
}

/**
 * The DestinationRules that a waypoint uses for a service; of what several say the first counts. Those for some proxies only count at
 * backends that the waypoint does not serve.
 * @see istio pilot/pkg/model/sidecar.go DestinationRule, pilot/pkg/networking/core/cluster_waypoint.go buildWaypointInboundVIP
 */
export function destinationRulesAt(mesh: MeshObjects, service: MeshService, waypoint: WaypointName): readonly DestinationRule[] {
  const { namespace, name } = waypoint;
  const all = rulesFor(mesh, service, namespace);
  const isForSome = all.some(({ proxies }) => proxies) && !servesItself(mesh, service, waypoint);
  const gateway = isForSome ? mesh.find(GATEWAY, namespace, name) : undefined;
  const labels = gateway && deployedProxyLabels(mesh, gateway);
  const own = labels && all.find(({ rules: [{ namespace: home }], proxies }) =>
    home === namespace && proxies && hasLabels(labels, proxies));
  return own?.rules ?? rulesForAll(all);
}

/** Whether a waypoint has the endpoints of a service as its own: an ingress gateway that serves as one connects as to any other. */
export function servesItself(mesh: MeshObjects, { owner }: MeshService, waypoint: WaypointName): boolean {
  return isServedBy(mesh, owner, waypoint) && !isIngress(mesh, waypoint);
}

function isIngress(mesh: MeshObjects, { namespace, name }: WaypointName): boolean {
  const gateway = mesh.find(GATEWAY, namespace, name);
  return gateway !== undefined && istioControllerOf(mesh, gateway) === GATEWAY_CONTROLLER;
}

function rulesForAll(all: readonly MergedRules[]): readonly DestinationRule[] {
  return all.filter(({ proxies }) => !proxies).at(-1)?.rules ?? [];
}

/**
 * The rules for a service that proxies of a namespace look at: those of their namespace, else of the service's, else of the root namespace.
 * @see istio pilot/pkg/model/push_context.go destinationRule, setDestinationRules
 */
const rulesFor = rememberEach(
  ({ host, owner }: MeshService, namespace: string) => `${namespace}\n${host}\n${owner.namespace}`,
  (mesh: MeshObjects, { host, owner }, namespace): readonly MergedRules[] => {
    const { rootNamespace } = mesh.config;
    const isRoot = namespace === rootNamespace;
    const home = mergeRules(mostSpecific(mesh, host, namespace, (rule) => isRoot ? isPrivate(rule) : isForHome(rule)));
    if (home.length > 0) return home;
    const lent = lentBy(mesh, host, owner.namespace, namespace);
    return lent.length > 0 ? lent : lentBy(mesh, host, rootNamespace, namespace);
  });

/** @see istio pilot/pkg/model/push_context.go getExportedDestinationRuleFromNamespace */
function lentBy(mesh: MeshObjects, host: string, owner: string, namespace: string): readonly MergedRules[] {
  return mergeRules(mostSpecific(mesh, host, owner, (rule) => !isPrivate(rule)))
    .filter(({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(namespace));
}

/** @see istio pilot/pkg/model/config.go MostSpecificHostMatch */
function mostSpecific(
  mesh: MeshObjects, host: string, namespace: string, isUsable: (rule: DestinationRule) => boolean,
): readonly DestinationRule[] {
  const hostOf = (rule: DestinationRule) => fullHost(rule.body.spec?.host ?? '', rule.namespace, mesh.clusterDomain);
  const rules = mesh.inNamespace(DESTINATION_RULE, namespace)
    .filter((rule) => covers(hostOf(rule), host) && isUsable(rule) && isTaken(rule));
  const exact = rules.filter((rule) => hostOf(rule) === host);
  return exact.length > 0 ? exact : longest(rules, hostOf);
}

function covers(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*') && host.endsWith(pattern.slice(1)));
}

function longest(rules: readonly DestinationRule[], patternOf: (rule: DestinationRule) => string): DestinationRule[] {
  const length = Math.max(...rules.map((rule) => patternOf(rule).length));
  return rules.filter((rule) => patternOf(rule).length === length);
}

function isForHome(rule: DestinationRule): boolean {
  const exportTo = exportsOf(rule);
  return exportTo.size === 0 || ['*', '.', rule.namespace].some((name) => exportTo.has(name));
}

function isPrivate(rule: DestinationRule): boolean {
  const exportTo = exportsOf(rule);
  return exportTo.size === 1 && (exportTo.has('.') || exportTo.has(rule.namespace));
}
