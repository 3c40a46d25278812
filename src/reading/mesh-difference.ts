import type { MeshRequest, RequestProtocol } from './mesh-request';
import { waypointText } from '../binding/status-text';
import type { AccessChange, AccessKind, VerdictChange, WayChange } from '../diff/access-change';
import type { Way } from '../diff/ask';
import type { BindingChange } from '../diff/binding-changes';
import type { MeshDiff } from '../diff/mesh-diff';
import type { ObjectChange } from '../diff/object-changes';
import { refText } from '../mesh/object-ref';
import { diffText } from '../report/diff-text';
import { limitText } from '../report/diff-wording';
import { PLAIN } from '../report/style';
import type { RequestForm } from '../traffic/request-form';

/** What differs between two meshes, for traffic. All lists are sorted by namespace, kind and name, and empty if nothing differs. */
export interface MeshDifference {
  /** What changed for clients. */
  readonly access: AccessDifference[];
  /** Objects with another waypoint, or with one for another reason. */
  readonly bindings: ObjectDifference[];
  /** Routes, VirtualServices and DestinationRules that differ, or are applied elsewhere. */
  readonly routes: ObjectDifference[];
  /** Policies that differ, or are enforced elsewhere. */
  readonly policies: ObjectDifference[];
  /** Ports of which not all requests were asked that policies and routes speak of, as they are too many: a sentence for each. */
  readonly limits: string[];
  /** All of it in words. */
  readonly text: string;
}

/** Requests of some clients that are answered otherwise than before, or get on another way. */
export interface AccessDifference {
  readonly kind: AccessKind;
  /** What is dialled, as `KIND NAMESPACE/NAME`. */
  readonly subject: string;
  /**
   * The port that is dialled.
   * @default - the way is another one on all ports
   */
  readonly port?: number;
  /** Who is concerned, as `MeshRequest.client` takes it. */
  readonly clients: string[];
  /** False where one of the two answers is not known, or depends on chance. */
  readonly isCertain: boolean;
  /**
   * The verdict, the waypoints as `NAMESPACE/NAME` with commas between, or how clients get past them; `absent`: what is dialled is not there.
   */
  readonly before: string;
  /** The same, of the other mesh. */
  readonly after: string;
  /**
   * One of the requests that are answered otherwise.
   * @default - the way is another one for all requests
   */
  readonly example?: MeshRequest;
  /** Policies that are not enforced on the way any more, as `KIND NAMESPACE/NAME`. */
  readonly policiesLost: string[];
  /** Policies that are enforced on the way now, as `KIND NAMESPACE/NAME`. */
  readonly policiesGained: string[];
}

/** An object that differs, or what follows from it. */
export interface ObjectDifference {
  /** As `KIND NAMESPACE/NAME`. */
  readonly subject: string;
  /** `added`, `removed`, `changed`, or `effect`: the object is the same, and what becomes of it is not. */
  readonly change: string;
}

/** A difference of the engine as users of the library see it. */
export function meshDifference(diff: MeshDiff): MeshDifference {
  return {
    access: diff.access.map(accessDifference),
    bindings: diff.bindings.map(ofBinding),
    routes: diff.routes.map(ofObject),
    policies: diff.policies.map(ofObject),
    limits: diff.limits.map(limitText),
    text: diffText(diff, PLAIN),
  };
}

function accessDifference(change: AccessChange): AccessDifference {
  const { kind, manifest, clients, isCertain } = change;
  return { kind, subject: refText(manifest), clients: [...clients], isCertain, ...'requests' in change ? ofVerdict(change) : ofWay(change) };
}

function ofVerdict({ port, example, before, after }: VerdictChange) {
  const [was, is] = [before, after].map((answer) => answer?.verdict ?? 'absent');
  return { port, before: was, after: is, example: requestOf(example), policiesLost: [], policiesGained: [] };
}

function ofWay({ before, after, policiesLost, policiesGained }: WayChange) {
  const [lost, gained] = [policiesLost, policiesGained].map((policies) => policies.map(refText));
  return { before: wayText(before), after: wayText(after), policiesLost: lost, policiesGained: gained };
}

function wayText({ outcome, waypoints }: Way): string {
  return waypoints.length > 0 ? waypoints.map(({ waypoint }) => waypointText(waypoint)).join(', ') : outcome;
}

function requestOf({ from = '', to, proto, sni, method, path, host, headers, jwt, ip }: RequestForm): MeshRequest {
  return {
    client: from,
    destination: to,
    protocol: proto as RequestProtocol | undefined,
    ...(sni !== undefined && { sni }),
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(host !== undefined && { host }),
    ...(headers && { headers: Object.fromEntries(headers as readonly (readonly [string, string])[]) }),
    ...(jwt?.claims && { claims: jwt.claims }),
    ...(ip !== undefined && { clientAddress: ip }),
  };
}

function ofBinding({ change, subject: { manifest } }: BindingChange): ObjectDifference {
  return { subject: refText(manifest), change };
}

function ofObject({ change, before, after }: ObjectChange): ObjectDifference {
  return { subject: refText((after ?? before)!), change };
}
