import { requestsJson } from './diff-requests';
import { enforcementJson } from './enforcement-json';
import { jsonText } from './json';
import type { AccessChange, AskingLimit, VerdictChange, WayChange } from '../diff/access-change';
import type { Answer, Way } from '../diff/ask';
import type { BindingChange } from '../diff/binding-changes';
import type { MeshDiff } from '../diff/mesh-diff';
import type { ObjectChange } from '../diff/object-changes';
import { summaryOf } from '../diff/summary';
import { placeIn } from '../mesh/manifest';
import { refOf } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';
import type { Problem } from '../mesh/problem';
import type { Effect } from '../status/effect';

/** The difference of two meshes, as the JSON that docs/diff.md describes. */
export function diffJson(diff: MeshDiff, problems: readonly Problem[]): string {
  const { access, bindings, routes, policies, limits } = diff;
  return jsonText({
    access: access.map(accessJson),
    bindings: bindings.map(bindingJson),
    routes: routes.map(objectJson),
    policies: policies.map(objectJson),
    limits: limits.map(limitJson),
    summary: summaryOf(diff),
  }, problems);
}

function limitJson({ manifest, host, port, protocol, asked, total }: AskingLimit) {
  return { subject: refOf(manifest), host, port, protocol, asked, total };
}

function accessJson(change: AccessChange) {
  const { kind, isCertain, manifest, host, clients } = change;
  const common = { kind, certain: isCertain, subject: refOf(manifest), host, port: 'port' in change ? change.port : null, clients };
  return { ...common, ...'requests' in change ? verdictJson(change) : wayJson(change) };
}

function verdictJson({ requests, example, before, after }: VerdictChange) {
  return {
    protocol: requests.protocol,
    requests: requestsJson(requests),
    example,
    before: before ? answerJson(before) : null,
    after: after ? answerJson(after) : null,
    policiesLost: null,
    policiesGained: null,
  };
}

function answerJson({ verdict, decidedBy }: Answer) {
  return { verdict, decidedBy };
}

function wayJson({ before, after, policiesLost, policiesGained }: WayChange) {
  return {
    protocol: null,
    requests: null,
    example: null,
    before: sideJson(before),
    after: sideJson(after),
    policiesLost: policiesLost.map(refOf),
    policiesGained: policiesGained.map(refOf),
  };
}

function sideJson({ outcome, waypoints, reason, message }: Way) {
  return {
    outcome,
    waypoints: waypoints.map(({ waypoint: { namespace, name }, share }) => ({ namespace, name, share })),
    reason,
    message,
  };
}

function bindingJson({ change, subject: { manifest, traffic, endpoint }, before, after }: BindingChange) {
  return { subject: refOf(manifest), traffic, endpoint, change, before, after, place: placeIn(manifest) };
}

function objectJson({ change, before, after, fields, effectBefore, effectAfter }: ObjectChange) {
  const manifest = (after ?? before)!;
  return {
    subject: refOf(manifest),
    change,
    fields: fields.map(({ path, before: was, after: is }) => ({ path: fieldText(path), before: was ?? null, after: is ?? null })),
    before: before ? { effect: effectJson(effectBefore), place: placeIn(before) } : null,
    after: after ? { effect: effectJson(effectAfter), place: placeIn(after) } : null,
  };
}

function effectJson(effect: Effect | null) {
  return effect ? effect.map(enforcementJson) : null;
}

