import { ApiObject, Chart } from 'cdk8s';
import type { App } from 'cdk8s';
import { pod, service } from './cluster';
import type { CanaryOptions } from '../../../src';
import {
  CanaryStep, CrossNamespaceWaypoint, EgressWaypoint, Enrollment, IstioWaypoint, NamespaceWaypoint, ObjectRef, Operation, PolicyAction, PolicyTarget, SandwichClass,
  SandwichWaypoint, ServiceWaypoint, Source, Waypoint, WaypointAuthorization, WaypointLifecycle, WorkloadWaypoint,
} from '../../../src';
import type { RequestForm } from '../../../src/traffic/request-form';

/** What the waypoints of a test differ in. */
export interface FamilyProps {
  readonly waypointName?: string;
  readonly lifecycle?: WaypointLifecycle;
  readonly revision?: string;
  readonly canary?: CanaryOptions;
  /** Whether it drains for good, and nobody takes over. */
  readonly isLast?: boolean;
}

/** The waypoints of a commit, by their ids. */
type Commit = Readonly<Record<string, FamilyProps>>;

/** A kind of waypoint, and something that uses it. */
export interface Family {
  /** What uses the waypoint, unless the waypoint defines it itself. */
  readonly objects: readonly any[];
  /** Declares a waypoint that takes the traffic of that. */
  readonly waypoint: (shop: Chart, id: string, props: FamilyProps) => Waypoint;
  /** What uses it, as bindings name it. */
  readonly user: string;
  /** Requests to it: one that policies let through, and one that they refuse where the waypoint reads them. */
  readonly requests: { readonly good: RequestForm; readonly bad: RequestForm };
  /** Whether shares of its traffic can be given to a canary. */
  readonly isDivided: boolean;
}

const OWN = ObjectRef.service('own', { namespace: 'shop' });
const OWN_SERVICE = service('shop', 'own');
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

const ask = (to: string) => {
  const good = { from: 'cluster.local/ns/clients/sa/web', to };
  return { good, bad: { ...good, method: 'DELETE' } };
};
const ownService = { objects: [OWN_SERVICE], user: 'shop/own', requests: ask('own.shop:80') };

/** Waypoints that Istio runs, by their class. */
export const FAMILIES: Record<string, Family> = {
  IstioWaypoint: {
    ...ownService,
    waypoint: (shop, id, props) => {
      const waypoint = new IstioWaypoint(shop, id, props);
      new Enrollment(shop, `${id}-users`, { objects: [OWN], waypoint });
      return waypoint;
    },
    isDivided: true,
  },
  NamespaceWaypoint: {
    ...ownService,
    objects: [NAMESPACE, OWN_SERVICE],
    waypoint: (shop, id, props) => new NamespaceWaypoint(shop, id, props),
    isDivided: true,
  },
  ServiceWaypoint: { ...ownService, waypoint: (shop, id, props) => new ServiceWaypoint(shop, id, { services: [OWN], ...props }), isDivided: true },
  CrossNamespaceWaypoint: {
    objects: [service('pay', 'own')],
    waypoint: (shop, id, props) => new CrossNamespaceWaypoint(shop, id, { consumers: [ObjectRef.service('own', { namespace: 'pay' })], ...props }),
    user: 'pay/own',
    requests: ask('own.pay:80'),
    isDivided: true,
  },
  WorkloadWaypoint: {
    objects: [{ ...pod('shop', 'own'), metadata: { name: 'own', namespace: 'shop', labels: { 'app': 'own', 'istio.io/dataplane-mode': 'ambient' } } }],
    waypoint: (shop, id, props) => new WorkloadWaypoint(shop, id, { workloads: [ObjectRef.pod('own')], ...props }),
    user: 'Pod shop/own',
    requests: ask('pod:shop/own:80'),
    isDivided: false,
  },
  EgressWaypoint: {
    objects: [],
    waypoint: (shop, id, { isLast, ...props }) => new EgressWaypoint(shop, id, {
      destinations: isLast ? [] : [{ destinationName: 'own', hosts: ['own.example'], ports: [{ port: 80 }], clients: [Source.namespaces('clients')] }], ...props,
    }),
    user: 'shop/own',
    requests: { good: { ...ask('own.example:80').good }, bad: { from: 'cluster.local/ns/pay/sa/web', to: 'own.example:80' } },
    isDivided: true,
  },
};

/** All waypoints by their class, those that enforce no policies of Istio among them. */
export const ALL_FAMILIES: Record<string, Family> = {
  ...FAMILIES,
  SandwichWaypoint: {
    ...ownService,
    waypoint: (shop, id, props) => new SandwichWaypoint(shop, id, {
      gatewayClass: SandwichClass.istio(), services: [{ service: OWN, ports: [80], routeName: `to-${props.waypointName}` }], ...props,
    }),
    isDivided: false,
  },
};

/** What is in the app, and waypoints of a family, with a policy for all of them where it would be enforced. */
export function declareFamily({ objects, waypoint }: Family, commit: Commit) {
  return (shop: Chart) => {
    for (const object of objects) new ApiObject(shop, object.kind, object);
    const waypoints = Object.entries(commit).map(([id, one]) => waypoint(shop, id, one)).filter((one) => !(one instanceof SandwichWaypoint));
    if (waypoints.length === 0 || Object.values(commit).some(({ isLast }) => isLast)) return;
    const targets = waypoints.map((one) => PolicyTarget.waypoint(one));
    new WaypointAuthorization(shop, 'no-delete', { targets, action: PolicyAction.DENY, rules: [{ operations: [Operation.methods('DELETE')] }] });
  };
}

/** The same in an app. */
export function familyIn(family: Family, commit: Commit) {
  return (app: App) => declareFamily(family, commit)(new Chart(app, 'shop', { namespace: 'shop' }));
}

const old = { waypointName: 'old' };
const next = { waypointName: 'next' };
const drained = { lifecycle: WaypointLifecycle.DRAINING };

/** The commits by which a waypoint gives way to another. */
export const HANDOVER: readonly Commit[] = [{ old }, { old, next: { ...next, ...drained } }, { old: { ...old, ...drained }, next }, { next }];

/** The commits by which a waypoint goes, and nobody takes over. */
export const REMOVAL: readonly Commit[] = [{ old }, { old: { ...old, ...drained, isLast: true } }, {}];

/** The commits by which a canary takes over. */
export function canarySteps({ isDivided }: Family): Commit[] {
  const weights = isDivided ? [CanaryStep.weight(0), CanaryStep.weight(10), CanaryStep.weight(100)] : [];
  const steps = [CanaryStep.deployed(), ...weights, CanaryStep.promoted()];
  const canaries = steps.map((step): FamilyProps => ({ ...old, canary: { step, waypointName: 'next', revision: '1-31' } }));
  return [old, ...canaries, { ...next, revision: '1-31' }].map((waypoint) => ({ waypoint }));
}
