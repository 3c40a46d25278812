import type { App } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { service } from './cluster';
import type { AuthorizationRule, IWaypoint } from '../../../src';
import {
  AllowedNamespaces, CanaryStep, Enrollment, IstioWaypoint, ObjectRef, Operation, Peer, PolicyAction, PolicyTarget, Source, TrafficType, WaypointAuthorization, ZtunnelAction,
  ZtunnelAuthorization, ZtunnelTarget,
} from '../../../src';

/** What can use a waypoint, by its name in a commit. */
const USERS: Record<string, ObjectRef> = {
  shop: ObjectRef.namespace('shop'),
  pay: ObjectRef.namespace('pay'),
  cart: ObjectRef.service('cart', { namespace: 'shop' }),
  own: ObjectRef.service('own', { namespace: 'shop' }),
  pod: ObjectRef.pod('web', { namespace: 'shop' }),
  payCart: ObjectRef.service('cart', { namespace: 'pay' }),
};

/** For each action rules such that whatever two of them refuse, by whichever action, they refuse some of the same requests, and none refuses all of another. */
const RULES: Record<string, readonly AuthorizationRule[]> = {
  [PolicyAction.DENY]: [{ operations: [Operation.methods('DELETE')] }, { sources: [Source.namespaces('other')] }],
  [PolicyAction.ALLOW]: [{ operations: [Operation.paths('/a')] }, { operations: [Operation.paths('/b')] }],
};

interface RandomPolicy {
  readonly action: PolicyAction;
  readonly rule: number;
  /** Waypoints, Services, or all waypoints. */
  readonly target: string;
}

/** A small mesh: three waypoints of a namespace at most, who uses them, and policies. */
export interface RandomCommit {
  readonly waypoints: Readonly<Record<string, { readonly traffic: TrafficType; readonly isOpen: boolean; readonly canary?: CanaryStep } | undefined>>;
  readonly users: Readonly<Record<string, string>>;
  readonly policies: Readonly<Record<string, RandomPolicy | undefined>>;
  readonly ztunnel: Readonly<Record<string, ZtunnelAction | undefined>>;
}

const NAMES = ['one', 'two'];
const waypoint = fc.record({
  traffic: fc.constantFrom(TrafficType.SERVICE, TrafficType.SERVICE, TrafficType.ALL),
  isOpen: fc.boolean(),
  canary: fc.constantFrom(undefined, undefined, undefined, CanaryStep.deployed(), CanaryStep.promoted()),
});
const policy = fc.record({
  action: fc.constantFrom(PolicyAction.DENY, PolicyAction.DENY, PolicyAction.ALLOW),
  rule: fc.nat(1),
  target: fc.constantFrom(...NAMES, ...NAMES, 'cart', 'own', 'every waypoint'),
});
const each = <T>(names: readonly string[], value: fc.Arbitrary<T>) => fc.record(Object.fromEntries(names.map((name) => [name, value])));

/** Commits of which two share most. */
export const randomCommit: fc.Arbitrary<RandomCommit> = fc.record({
  waypoints: each(NAMES, fc.option(waypoint, { nil: undefined, freq: 8 })),
  users: each(Object.keys(USERS), fc.constantFrom(...NAMES, 'none', '')),
  policies: each(['first', 'second', 'third'], fc.option(policy, { nil: undefined, freq: 3 })),
  ztunnel: each(['first', 'second'], fc.option(fc.constantFrom(...Object.values(ZtunnelAction)), { nil: undefined, freq: 1 })),
});

/** Declares a commit, with the Namespace in the app or elsewhere. */
export function declareCommit(commit: RandomCommit, ownsNamespace: boolean) {
  return (app: App): void => {
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    new ApiObject(shop, 'own', OWN);
    if (ownsNamespace) new ApiObject(new Chart(app, 'namespaces'), 'shop', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: AMBIENT } });
    const waypoints = new Map(NAMES.flatMap((name) => declareWaypoint(shop, name, commit).map((one) => [name, one] as const)));
    const out = Object.keys(USERS).filter((user) => commit.users[user] === 'none');
    if (out.length > 0) new Enrollment(shop, 'out', { objects: out.map((user) => USERS[user]), optOut: true });
    for (const [name, one] of Object.entries(commit.policies)) if (one) declarePolicy(shop, name, one, waypoints);
    for (const [name, action] of Object.entries(commit.ztunnel)) if (action) declareAtZtunnel(shop, `${name}-at-ztunnel`, action);
  };
}

const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const OWN = service('shop', 'own');

/** What the owners have besides. */
export const AMBIENT_NAMESPACES = ['shop', 'pay', 'other'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: AMBIENT } }));

const TARGETS = ['cart.shop:80', 'web.shop:80', 'own.shop:80', 'cart.pay:80', 'web.pay:80', 'pod:shop/web:80', 'pod:pay/web:80'];

/** Requests that the rules tell from each other, and some that none allows. */
export const RANDOM_REQUESTS = Object.fromEntries(['clients', 'other'].flatMap((namespace) => TARGETS.flatMap((to) => ['GET', 'DELETE'].flatMap((method) => ['/a', '/b', '/c'].map(
  (path) => [`${method} ${to}${path} from ${namespace}`, { from: `cluster.local/ns/${namespace}/sa/web`, to, method, path }],
)))));

function declareWaypoint(shop: Chart, waypointName: string, { waypoints, users }: RandomCommit): IWaypoint[] {
  const declared = waypoints[waypointName];
  if (!declared) return [];
  const objects = Object.keys(USERS).filter((user) => users[user] === waypointName);
  const isShared = objects.some((user) => user.startsWith('pay'));
  const allowedNamespaces = declared.isOpen || isShared ? AllowedNamespaces.named('shop', 'pay') : AllowedNamespaces.same();
  const canary = declared.canary && { step: declared.canary };
  const one = new IstioWaypoint(shop, waypointName, { waypointName, trafficType: declared.traffic, allowedNamespaces, canary });
  if (objects.length > 0) new Enrollment(shop, `${waypointName}-users`, { objects: objects.map((user) => USERS[user]), waypoint: one });
  return [one];
}

function declarePolicy(shop: Chart, name: string, { action, rule, target }: RandomPolicy, waypoints: ReadonlyMap<string, IWaypoint>): void {
  const atWaypoint = waypoints.get(target);
  if (NAMES.includes(target) && !atWaypoint) return;
  const found = atWaypoint ? PolicyTarget.waypoint(atWaypoint) : target in USERS ? PolicyTarget.service(USERS[target]) : PolicyTarget.everyWaypoint();
  new WaypointAuthorization(shop, name, { targets: [found], action, rules: [RULES[action][rule]] });
}

function declareAtZtunnel(shop: Chart, id: string, action: ZtunnelAction): void {
  const namespaces = action === ZtunnelAction.DENY ? ['other'] : ['clients', 'shop'];
  new ZtunnelAuthorization(shop, id, { target: ZtunnelTarget.namespace('shop'), action, rules: [{ peers: [Peer.namespaces(...namespaces)] }] });
}
