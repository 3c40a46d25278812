import type { Cluster } from './cluster';
import type { DestinationRule } from './destination-rules';
import { destinationRulesFor } from './destination-rules';
import type { WaypointName } from '../binding/claim';
import { childOf, isMapping } from '../mesh/fields';
import type { MeshObjects } from '../mesh/mesh-objects';

/** What DestinationRules say of how a waypoint connects to a backend. */
export interface BackendSettings {
  /** The rules that count, the first one first. */
  readonly rules: readonly DestinationRule[];
  /** The settings that act, by name, as the rule, its port or its subset say. */
  readonly applied: readonly string[];
  /** Settings that a waypoint does not look at. */
  readonly ignored: readonly string[];
}

/** Modes of TLS that a waypoint takes from a DestinationRule; to captured pods it speaks HBONE in any case. */
const TLS_MODES: readonly unknown[] = ['SIMPLE', 'MUTUAL'];
/** Settings that a port may have of its own: of these it inherits none. */
const PORT_SETTINGS = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'];
const SETTINGS = [...PORT_SETTINGS, 'proxyProtocol', 'retryBudget'];

/**
 * The settings with which a waypoint connects to a backend; undefined: there is no rule for it. Of several rules for one host the first that
 * says anything counts.
 * @see istio pilot/pkg/networking/core/cluster_waypoint.go buildWaypointInboundVIP, buildWaypointTLSContext
 */
export function backendSettings(mesh: MeshObjects, waypoint: WaypointName, cluster: Cluster): BackendSettings | undefined {
  const { service, port, subset } = cluster;
  const rules = service ? destinationRulesFor(mesh, service, waypoint.namespace) : [];
  if (rules.length === 0) return undefined;
  const shared = rules.map(({ body }) => policyOf(body.spec)).find((policy) => policy !== undefined);
  const part = rules.flatMap(({ body }) => body.spec?.subsets ?? []).find(({ name }) => subset !== undefined && name === subset);
  const settings = merged(atPort(shared, port), atPort(policyOf(part), port));
  const named = SETTINGS.filter((name) => isMapping(settings[name]));
  const isIgnored = (name: string) => name === 'tls' && !TLS_MODES.includes((settings.tls as { mode?: unknown }).mode);
  return { rules, applied: named.filter((name) => !isIgnored(name)), ignored: named.filter(isIgnored) };
}

type Policy = Readonly<Record<string, unknown>>;

function policyOf(holder: object | undefined): Policy | undefined {
  const policy = isMapping(holder) ? childOf(holder, 'trafficPolicy') : undefined;
  return isMapping(policy) ? policy : undefined;
}

/** What a policy says of a port. @see istio pilot/pkg/networking/util/util.go GetPortLevelTrafficPolicy */
function atPort(policy: Policy | undefined, port: number): { readonly policy?: Policy; readonly isOfPort: boolean } {
  const levels: readonly unknown[] = Array.isArray(policy?.portLevelSettings) ? policy.portLevelSettings : [];
  const own = levels.filter(isMapping).find((level) => isMapping(level.port) && level.port.number === port);
  if (!own) return { policy, isOfPort: false };
  return { policy: Object.fromEntries(PORT_SETTINGS.map((name) => [name, own[name]])), isOfPort: true };
}

/** @see istio pilot/pkg/model/destination_rule.go MergeTrafficPolicy */
function merged({ policy: shared = {} }: ReturnType<typeof atPort>, { policy: part, isOfPort }: ReturnType<typeof atPort>): Policy {
  if (!part) return shared;
  const replaced = (name: string) => isMapping(part[name]) || (isOfPort && PORT_SETTINGS.includes(name));
  return Object.fromEntries(SETTINGS.map((name) => [name, replaced(name) ? part[name] : shared[name]]));
}
