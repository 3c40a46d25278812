import type { Cluster } from './cluster';
import { destinationRulesAt, servesItself } from './destination-rules';
import type { DestinationRule } from './merge-destination-rules';
import type { WaypointName } from '../binding/claim';
import { childOf, isMapping } from '../mesh/fields';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import type { MeshService } from '../registry/mesh-service';
import { Resolution } from '../registry/mesh-service';

/** What DestinationRules say of how a waypoint connects to a backend. */
export interface BackendSettings {
  /** The rules that count, the first one first. */
  readonly rules: readonly DestinationRule[];
  /** The settings that act, as the rule, its port or its subset say. */
  readonly applied: readonly BackendSetting[];
  /** Settings that a waypoint does not look at. */
  readonly ignored: readonly BackendSetting[];
}

/** One setting of a traffic policy, and which of several says it. */
export interface BackendSetting {
  readonly name: SettingName;
  readonly value: Mapping;
  readonly rule: DestinationRule;
  readonly path: FieldPath;
}

export type SettingName = typeof PORT_SETTINGS[number] | 'proxyProtocol' | 'retryBudget';

/** Settings that a port may have of its own: of these it inherits none. */
const PORT_SETTINGS = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'] as const;
const SETTINGS: readonly SettingName[] = [...PORT_SETTINGS, 'proxyProtocol', 'retryBudget'];

/** Modes of TLS that a waypoint takes from a DestinationRule for a service that it serves; to captured pods it speaks HBONE in any case. */
const TLS_MODES: readonly unknown[] = ['SIMPLE', 'MUTUAL'];

/**
 * The settings with which a waypoint connects to a backend; undefined: there is no rule for it. Of several rules for one host the first
 * that says anything counts.
 * @see istio pilot/pkg/networking/core/cluster_waypoint.go buildWaypointInboundVIP, buildWaypointTLSContext
 */
export function backendSettings(mesh: MeshObjects, waypoint: WaypointName, cluster: Cluster): BackendSettings | undefined {
  const { service, port, subset } = cluster;
  const rules = service ? destinationRulesAt(mesh, service, waypoint) : [];
  if (!service || rules.length === 0) return undefined;
  const isServed = servesItself(mesh, service, waypoint);
  const [shared, part] = [atPort(policyOfRules(rules), port), policyOfSubset(rules, subset)];
  const settings = merged(shared, atPort(part, port), isServed ? undefined : [shared, part].find(isPassthrough));
  const isIgnored = (setting: BackendSetting) => isPassedOver(setting, service, isServed);
  return { rules, applied: settings.filter((setting) => !isIgnored(setting)), ignored: settings.filter(isIgnored) };
}

function isPassedOver({ name, value }: BackendSetting, { resolution }: MeshService, isServed: boolean): boolean {
  if (name === 'tls') return isServed && !TLS_MODES.includes(value.mode);
  // Which endpoint is asked is settled by the address that the client dialled.
  return name === 'loadBalancer' && resolution === Resolution.PASSTHROUGH;
}

type Mapping = Readonly<Record<string, unknown>>;

/** A traffic policy, or what it says of one port. */
interface Policy {
  readonly rule: DestinationRule;
  readonly path: FieldPath;
  readonly fields: Mapping;
  readonly isOfPort: boolean;
}

function policyOfRules(rules: readonly DestinationRule[]): Policy | undefined {
  return rules.map((rule) => policyIn(rule, rule.body.spec, ['spec'])).find((policy) => policy !== undefined);
}

function policyOfSubset(rules: readonly DestinationRule[], subset: string | undefined): Policy | undefined {
  if (subset === undefined) return undefined;
  const parts = rules.flatMap((rule) => (rule.body.spec?.subsets ?? []).map((part, index) => ({ rule, part, path: ['spec', 'subsets', index] })));
  const found = parts.find(({ part: { name } }) => name === subset);
  return found && policyIn(found.rule, found.part, found.path);
}

function policyIn(rule: DestinationRule, holder: object | undefined, path: FieldPath): Policy | undefined {
  const fields = isMapping(holder) ? childOf(holder, 'trafficPolicy') : undefined;
  return isMapping(fields) ? { rule, path: [...path, 'trafficPolicy'], fields, isOfPort: false } : undefined;
}

/** What a policy says of a port. @see istio pilot/pkg/networking/util/util.go GetPortLevelTrafficPolicy */
function atPort(policy: Policy | undefined, port: number): Policy | undefined {
  const levels: readonly unknown[] = Array.isArray(policy?.fields.portLevelSettings) ? policy.fields.portLevelSettings : [];
  const index = levels.findIndex((level) => isMapping(level) && isMapping(level.port) && level.port.number === port);
  if (!policy || index < 0) return policy;
  return { ...policy, path: [...policy.path, 'portLevelSettings', index], fields: levels[index] as Mapping, isOfPort: true };
}

/** Whether a policy leaves connections to the address that was dialled. */
function isPassthrough(policy: Policy | undefined): boolean {
  const balancer = policy && settingIn(policy, 'loadBalancer');
  return isMapping(balancer) && balancer.simple === 'PASSTHROUGH';
}

/**
 * What a subset says goes before what all of the host have.
 * @param passing the policy that makes a cluster of the dialled address: then no other balancer acts
 * @see istio pilot/pkg/model/destination_rule.go MergeTrafficPolicy, pilot/pkg/networking/core/cluster_builder.go buildSubsetCluster
 */
function merged(shared: Policy | undefined, part: Policy | undefined, passing: Policy | undefined): BackendSetting[] {
  return SETTINGS.flatMap((name) => {
    const isReplaced = part && (isMapping(settingIn(part, name)) || (part.isOfPort && isOfPorts(name)));
    const policy = (name === 'loadBalancer' && passing) || (isReplaced ? part : shared);
    const value = policy && settingIn(policy, name);
    return isMapping(value) ? [{ name, value, rule: policy!.rule, path: [...policy!.path, name] }] : [];
  });
}

function settingIn({ fields, isOfPort }: Policy, name: SettingName): unknown {
  return isOfPort && !isOfPorts(name) ? undefined : childOf(fields, name);
}

function isOfPorts(name: SettingName): boolean {
  return (PORT_SETTINGS as readonly SettingName[]).includes(name);
}
