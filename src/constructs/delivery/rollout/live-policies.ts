import type { Live } from './moments';
import { isPolicy, objectKey } from './output';
import type { Place, Refusal } from './refusals';
import { Refusals } from './refusals';
import type { Identity } from './seen-identity';
import { matchesIdentity } from './seen-identity';
import type { Destination, WaypointUse } from './waypoint-use';
import { GATEWAY_API_GROUP } from '../../../istio/groups';
import { DRY_RUN } from '../../../istio/labels';
import { ROOT_NAMESPACE } from '../../../istio/mesh-defaults';
import type { Manifest } from '../manifest';

/** The policies that are in the cluster at a moment, by what they are for. */
export class LivePolicies {
  private readonly bySubject = new Map<string, Manifest[]>();

  constructor(live: Live) {
    for (const manifest of [...live.values()].filter(isPolicy)) {
      for (const subject of policySubjects(manifest)) this.bySubject.set(subject, [...this.bySubject.get(subject) ?? [], manifest]);
    }
  }

  /** What policies refuse to a destination that uses a waypoint in some way. */
  public refusalsFor(destination: Destination, use: WaypointUse): Refusals {
    const refusals = new Refusals();
    const policiesFor = (subjects: readonly string[]) => new Set(subjects.flatMap((subject) => this.bySubject.get(subject) ?? []));
    for (const policy of use.isTaken ? policiesFor(waypointSubjects(destination, use)) : []) addTo(refusals, policy, { place: 'waypoint', seen: use.condition ?? '' });
    // Behind a waypoint ztunnel sees the identity of that, and no other.
    const seen = use.isTaken ? { seen: String(use.waypoint), identity: use.identity } : { seen: '' };
    for (const policy of policiesFor(workloadSubjects(destination))) addTo(refusals, policy, { place: 'ztunnel', ...seen });
    return refusals;
  }
}

/** Where a policy is enforced. */
interface Point {
  readonly place: Place;
  /** What else has to be the same where the same is refused. */
  readonly seen: string;
  /** The only one who connects, where that is known. */
  readonly identity?: Identity;
}

/** What policies may be for that are enforced for a destination, and the Gateway of its waypoint, all as `keyOf` names objects. */
export function subjectsOf(destination: Destination, use: WaypointUse): string[] {
  return [...waypointSubjects(destination, use), ...workloadSubjects(destination)];
}

/** What a policy is for; those without a target are for workloads, and enforced by ztunnel. */
export function policySubjects({ metadata, spec }: Manifest): string[] {
  const refs: Manifest[] = [...spec?.targetRefs ?? [], ...(spec?.targetRef ? [spec.targetRef] : [])];
  if (refs.length === 0) return [WORKLOADS + metadata.namespace];
  return [...new Set(refs.map(({ group = '', kind, name }) => (kind === 'GatewayClass' ? EVERY_WAYPOINT : objectKey(group, kind, metadata.namespace, name))))];
}

const EVERY_WAYPOINT = 'every waypoint';
const WORKLOADS = 'workloads of ';

function waypointSubjects({ key, name }: Destination, { waypoint }: WaypointUse): string[] {
  if (waypoint === undefined) return [];
  const [namespace, gateway] = waypoint.split('/');
  return [objectKey(GATEWAY_API_GROUP, 'Gateway', namespace, gateway), EVERY_WAYPOINT, ...(name ? [key] : [])];
}

function workloadSubjects({ namespace }: Destination): string[] {
  return [WORKLOADS + namespace, WORKLOADS + ROOT_NAMESPACE];
}

function addTo(refusals: Refusals, policy: Manifest, point: Point): void {
  const { kind, metadata, spec } = policy;
  if (metadata.annotations?.[DRY_RUN] === 'true') return;
  const about = JSON.stringify([point.place, point.seen, spec?.selector ?? null]);
  const add = (what: unknown, more?: Partial<Refusal>) =>
    refusals.add({ key: about + JSON.stringify(what), policy: `${kind} ${metadata.namespace}/${metadata.name}`, ...more });
  if (kind !== 'RequestAuthentication') {
    addRules(policy, point, { add, allow: (rule) => refusals.allow(point.place, about + JSON.stringify(rule)) });
  } else if (point.place === 'waypoint') {
    add(spec?.jwtRules);
  }
}

/** Where what a policy refuses and lets pass is noted. */
interface Notes {
  readonly add: (what: unknown, more?: Partial<Refusal>) => void;
  readonly allow: (rule: unknown) => void;
}

function addRules({ spec }: Manifest, { place, identity }: Point, { add, allow }: Notes): void {
  const { action = 'ALLOW', rules = [], provider } = spec ?? {};
  const isMet = (rule: Manifest) => identity && matchesIdentity(rule, identity);
  if (action === 'ALLOW') {
    if (!rules.some((rule: Manifest) => isMet(rule) === true)) add(action, { unlessAllowedAt: place });
    for (const rule of rules) allow(rule);
  } else if (action !== 'AUDIT') {
    for (const rule of rules.filter((one: Manifest) => isMet(one) !== false)) add([action, provider, rule]);
  }
}
