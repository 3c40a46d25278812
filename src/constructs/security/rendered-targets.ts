import type { Construct } from 'constructs';
import type { PolicyTarget } from './policy-target';
import type { RenderedTarget } from './rendered-target';
import { waypointOf } from '../enrollment/consumers';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { problem } from '../problem';
import { fullNameOf } from '../waypoint/full-name';
import { classOf, isForeign, requireIstioProxy } from '../waypoint/known-classes';
import type { IWaypoint } from '../waypoint/waypoint';
import { WaypointLifecycle } from '../waypoint/waypoint-lifecycle';

/** Most references that the schema of a policy takes. */
const MOST = 16;

/** The targets of a policy, which all have to be in the one namespace where Istio honours it. */
export function renderTargets(scope: Construct, targets: readonly PolicyTarget[]): RenderedTarget[] {
  if (targets.length === 0) throw problem(scope, 'has no targets: list at least one in "targets"');
  const rendered = targets.map((target) => target._render(scope));
  const count = rendered.flatMap(({ refs }) => refs).length;
  if (count > MOST) throw problem(scope, `has ${count} targets: write at most ${MOST} in a policy; a waypoint with a canary counts as two`);
  const [first] = rendered;
  const other = rendered.find(({ namespace }) => namespace !== first.namespace);
  if (other) {
    throw problem(scope, `${nameOf(other)} is in namespace "${other.namespace}", but ${nameOf(first)} in "${first.namespace}": `
      + 'Istio honours a policy only in the namespace of its target, so write one policy for each namespace');
  }
  return rendered;
}

function nameOf({ refs: [{ kind, name }] }: RenderedTarget): string {
  return `${kind} "${name}"`;
}

/**
 * Refuses targets whose proxies are not told of a policy. Who uses which waypoint may be declared later.
 * @param kind such as `AuthorizationPolicies`
 * @param readers classes of other products whose waypoints read it nevertheless
 */
export function checkHonoured(policy: Construct, targets: readonly RenderedTarget[], kind: string, readers: readonly string[] = []): void {
  const reads = (waypoint: IWaypoint | undefined) => readers.includes((waypoint && classOf(waypoint)) ?? '');
  for (const { waypoint, object } of targets) {
    if (waypoint && !reads(waypoint)) requireIstioProxy(policy, waypoint, kind);
    if (!object) continue;
    const validate = () => reads(waypointOf(policy, object._at(policy))) ? [] : ignoredFor(policy, object._at(policy), kind);
    policy.node.addValidation({ validate });
  }
}

function ignoredFor(policy: Construct, object: LocatedObject, kind: string): string[] {
  const used = waypointOf(policy, object);
  return used && isForeign(used) ? [
    `is for ${describe(object)}, which uses waypoint ${fullNameOf(used)} ("${used.node.path}") of class "${classOf(used)}", whose proxy `
    + `ignores ${kind} for ${object.kind}s: let it use a waypoint of Istio, or write what that product has for it`,
  ] : [];
}

/** Checks that a policy is not for waypoints alone that are about to go, nor, once the whole tree is known, for what uses no others. */
export function checkEnforced(scope: Construct, targets: readonly RenderedTarget[]): void {
  for (const { object } of targets) {
    if (object) scope.node.addValidation({ validate: () => lapsedFor(scope, object._at(scope)) });
  }
  if (!targets.every(({ waypoint }) => waypoint && drains(waypoint))) return;
  const names = targets.map(({ namespace, refs: [{ name }] }) => `${namespace}/${name}`);
  throw problem(scope, `is enforced by nothing but ${names.join(', ')}, which drains: add the waypoint that takes over to "targets", `
    + 'or remove the policy and let that be applied, then drain the waypoint');
}

function lapsedFor(policy: Construct, object: LocatedObject): string[] {
  const used = waypointOf(policy, object);
  return used && drains(used) ? [
    `is for ${describe(object)}, which uses waypoint ${fullNameOf(used)} ("${used.node.path}"), which drains: let the ${object.kind} use the waypoint that takes over, `
    + 'or remove the policy and let that be applied, then drain the waypoint',
  ] : [];
}

function drains({ lifecycle }: IWaypoint): boolean {
  return lifecycle !== WaypointLifecycle.SERVING;
}
