import type { AskedPolicy, IdleCause } from '../authorization/ask-policies';
import { askPolicies } from '../authorization/ask-policies';
import type { Mismatch } from '../authorization/mismatch';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import { httpAttributesOf } from '../authorization/ztunnel/http-attributes';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { fieldText } from '../mesh/positions';
import { refusalOf } from '../registry/refusal';
import type { Truth } from '../request/truth';
import { isUnknown } from '../request/truth';
import type { Journey } from '../traffic/journey';
import { askTunnelPolicies } from '../traffic/tunnel-policies';
import type { WaypointHop } from '../traffic/waypoint-hop';
import { waypointInput } from '../traffic/waypoint-hop';

/** What one policy has to say on a request, in words. */
export interface ToldPolicy {
  /** Undefined: what Istio makes of a PeerAuthentication with STRICT for all. */
  readonly policy?: Manifest;
  readonly action: string;
  /** Whether it is enforced. */
  readonly applies: boolean;
  /** Whether one of its rules matches. */
  readonly matched: Truth;
  /** The rule that matches. */
  readonly rule?: number;
  readonly why: string;
}

/** The policies of a waypoint, each for itself. */
export function policiesAtWaypoint(mesh: MeshObjects, hop: WaypointHop, { destination, request }: Journey): ToldPolicy[] {
  if (hop.refusal) return [];
  const { waypoint, service, proxyLabels } = hop.dialled;
  const guarded = { waypoint, ...(destination.kind === 'service' && service && { service: service.owner }), ...(proxyLabels && { proxyLabels }) };
  const ofTunnel = askTunnelPolicies(mesh, guarded, request);
  return [...ofTunnel, ...hop.chain ? askPolicies(mesh, guarded, waypointInput(hop, request), hop.chain === 'tcp') : []].map(told);
}

function told({ policy, action, idle, matched, rule, mismatches }: AskedPolicy): ToldPolicy {
  const why = idle ? IDLE[idle](policy) : matchText(matched, rule, mismatches.map(mismatchText));
  return { policy, action, applies: idle === undefined, matched, ...(rule !== undefined && { rule }), why };
}

const IDLE: Readonly<Record<IdleCause, (policy: Manifest) => string>> = {
  'refused': (policy) => `a cluster refuses it, so it counts as absent: ${refusalOf(policy)}`,
  'dry-run': () => 'it only pretends: istio.io/dry-run is true',
  'audit': () => 'it only writes down what it matches',
  'other-namespace': () => 'it lives in another namespace than what it names, and so does not apply here',
  'not-the-waypoint-class': () => 'waypoints ask policies for the GatewayClass istio-waypoint only',
  'not-for-ingress': () => 'an ingress gateway asks policies for its Gateway only, and those that select its pods',
  'not-in-root-namespace': () => 'a policy for a GatewayClass counts in the root namespace only',
};

/** @param reasons why each of its rules does not match */
function matchText(matched: Truth, rule: number | undefined, reasons: readonly string[]): string {
  if (isUnknown(matched)) return `it depends on ${matched.dependsOn.join(', ')}`;
  if (matched) return `rule ${rule} matches`;
  const more = reasons.length > SHOWN ? `; and ${reasons.length - SHOWN} more` : '';
  return `no rule matches${reasons.length > 0 ? `: ${reasons.slice(0, SHOWN).join('; ')}${more}` : ''}`;
}

const SHOWN = 3;

function mismatchText({ rule, fields }: Mismatch): string {
  const wanted = fields.map(({ path, values }) => `${fieldText(path)} (${values.join(', ')})`);
  return wanted.length > 0 ? `rule ${rule} fails at ${wanted.join(' and ')}` : `rule ${rule} is left out, it asks for what this connection has not`;
}

/** What becomes of rules that ask for HTTP, of which ztunnel knows nothing. */
function httpText(action: string, rule: number, attributes: readonly string[]): string {
  return action === 'ALLOW'
    ? `rule ${rule} is left out, as ztunnel knows no ${attributes.join(', ')}`
    : `of rule ${rule} ztunnel knows no ${attributes.join(', ')}, so that it asks for the rest, if there is any`;
}

function httpTexts(action: string, source: Manifest | undefined): string[] {
  if (!source || !isOf(AUTHORIZATION_POLICY, source)) return [];
  return (source.body.spec?.rules ?? []).map((rule, index) => ({ index, attributes: httpAttributesOf(rule) }))
    .filter(({ attributes }) => attributes.length > 0)
    .map(({ index, attributes }) => httpText(action, index, attributes));
}

/** The policies that ztunnel was asked for, each for itself. */
export function policiesAtZtunnel({ asked }: ZtunnelDecision): ToldPolicy[] {
  return asked.map(({ policy: { source, action }, matched, rule }) => ({
    ...(source && { policy: source }),
    action,
    applies: true,
    matched,
    ...(rule !== undefined && { rule }),
    why: matchText(matched, rule, httpTexts(action, source)),
  }));
}
