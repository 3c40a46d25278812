import { ApiObject, Chart } from 'cdk8s';
import { service } from './cluster';
import type { IWaypoint } from '../../../src';
import {
  AllowedNamespaces, CanaryStep, CrossNamespaceWaypoint, EgressWaypoint, Enrollment, NamespaceWaypoint, ObjectRef, Operation, Peer, PolicyAction, PolicyTarget, ServiceWaypoint, Source, TrafficType,
  WaypointAuthorization, WaypointLifecycle, ZtunnelAction, ZtunnelAuthorization, ZtunnelTarget,
} from '../../../src';

type Commit = (shop: Chart) => void;

/** A change of two commits, and what the writer says to it. */
export interface MoveCase {
  readonly before: Commit;
  readonly after: Commit;
  /** The commits in between, where the writer does not take the second over the first. */
  readonly between?: readonly Commit[];
  /** The deliveries that are safe nevertheless. */
  readonly isSafeBy?: readonly string[];
}

const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio.io/dataplane-mode': 'ambient' } } };
const OWN = service('shop', 'own');
const [CART, WEB] = ['cart', 'web'].map((name) => ObjectRef.service(name, { namespace: 'shop' }));
const PAY_CART = ObjectRef.service('cart', { namespace: 'pay' });
const drains = { lifecycle: WaypointLifecycle.DRAINING };
const open = { allowedNamespaces: AllowedNamespaces.named('shop', 'pay') };
const labelled = (mode: string) => ({ allowedNamespaces: AllowedNamespaces.labelled({ 'istio.io/dataplane-mode': mode }) });

const own = (shop: Chart) => ObjectRef.of(new ApiObject(shop, 'own', OWN));
const ownNamespace = (shop: Chart) => new ApiObject(new Chart(shop.node.root, 'namespaces'), 'shop', SHOP);
const ofNamespace = (shop: Chart, waypointName: string, props = {}) => new NamespaceWaypoint(shop, waypointName, { waypointName, ...props });
const ofServices = (shop: Chart, waypointName: string, services: ObjectRef[], props = {}) => new ServiceWaypoint(shop, waypointName, { waypointName, services, ...props });
const shared = (shop: Chart, waypointName: string, consumers: ObjectRef[], props = {}) => new CrossNamespaceWaypoint(shop, waypointName, { waypointName, consumers, ...props });

function egress(shop: Chart, waypointName: string, ...names: string[]): void {
  const destinations = names.map((destinationName) => ({
    destinationName, hosts: [`${destinationName}.example`], ports: [{ port: 80 }], clients: [Source.namespaces('clients')],
  }));
  new EgressWaypoint(shop, waypointName, { waypointName, destinations });
}

/** Requests out of the mesh. */
export const EGRESS_REQUESTS = Object.fromEntries(['clients', 'other'].map((namespace) => [
  `GET outside from ${namespace}`, { from: `cluster.local/ns/${namespace}/sa/web`, to: 'outside.example:80' },
]));

function noDelete(shop: Chart, ...waypoints: IWaypoint[]): void {
  refuseDelete(shop, 'no-delete', ...waypoints.map((waypoint) => PolicyTarget.waypoint(waypoint)));
}

function refuseDelete(shop: Chart, id: string, ...targets: PolicyTarget[]): void {
  new WaypointAuthorization(shop, id, { targets, action: PolicyAction.DENY, rules: [{ operations: [Operation.methods('DELETE')] }] });
}

function notFromOther(shop: Chart, waypoint: IWaypoint): void {
  new WaypointAuthorization(shop, 'not-from-other', { targets: [PolicyTarget.waypoint(waypoint)], action: PolicyAction.DENY, rules: [{ sources: [Source.namespaces('other')] }] });
}

function atZtunnel(shop: Chart, id: string, action: ZtunnelAction): void {
  const peers = [Peer.namespaces(...action === ZtunnelAction.ALLOW ? ['clients', 'shop'] : ['other'])];
  new ZtunnelAuthorization(shop, id, { target: ZtunnelTarget.namespace('shop'), action, rules: [{ peers }] });
}

/** Moves by what they do. */
export const MOVES: Record<string, MoveCase> = {
  'a consumer goes from one shared waypoint to another': {
    before: (shop) => noDelete(shop, shared(shop, 'one', [PAY_CART, CART]), shared(shop, 'two', [WEB])),
    between: [(shop) => noDelete(shop, shared(shop, 'one', [CART], open), shared(shop, 'two', [WEB, PAY_CART]))],
    after: (shop) => noDelete(shop, shared(shop, 'one', [CART]), shared(shop, 'two', [WEB, PAY_CART])),
  },
  'a consumer leaves a shared waypoint, and has no other': {
    before: (shop) => noDelete(shop, shared(shop, 'one', [PAY_CART, CART])),
    after: (shop) => {
      noDelete(shop, shared(shop, 'one', [CART]));
      new Enrollment(shop, 'out', { objects: [PAY_CART], optOut: true });
    },
  },
  'a consumer goes from a waypoint that stops to admit the labels of its namespace': {
    before: (shop) => noDelete(shop, shared(shop, 'one', [PAY_CART, CART], labelled('ambient')), shared(shop, 'two', [WEB], open)),
    between: [(shop) => noDelete(shop, shared(shop, 'one', [CART], labelled('ambient')), shared(shop, 'two', [WEB, PAY_CART]))],
    after: (shop) => noDelete(shop, shared(shop, 'one', [CART], labelled('none')), shared(shop, 'two', [WEB, PAY_CART])),
  },
  'a Service goes to the waypoint of its namespace': {
    before: (shop) => noDelete(shop, ofNamespace(shop, 'one'), ofServices(shop, 'two', [CART])),
    after: (shop) => noDelete(shop, ofNamespace(shop, 'one'), ofServices(shop, 'two', [CART], drains)),
  },
  'a Service goes to another waypoint, and its policy with it': {
    before: (shop) => noDelete(shop, ofServices(shop, 'one', [CART, WEB])),
    between: [(shop) => noDelete(shop, ofServices(shop, 'one', [WEB]), ofServices(shop, 'two', [CART]))],
    after: (shop) => {
      ofServices(shop, 'one', [WEB]);
      noDelete(shop, ofServices(shop, 'two', [CART]));
    },
  },
  'a Service goes to another waypoint, where another policy refuses the same': {
    before: (shop) => noDelete(shop, ofServices(shop, 'one', [CART, WEB])),
    between: [(shop) => {
      noDelete(shop, ofServices(shop, 'one', [WEB]));
      refuseDelete(shop, 'at-two', PolicyTarget.waypoint(ofServices(shop, 'two', [CART])));
    }],
    after: (shop) => {
      ofServices(shop, 'one', [WEB]);
      refuseDelete(shop, 'at-two', PolicyTarget.waypoint(ofServices(shop, 'two', [CART])));
    },
    isSafeBy: ['kubectl'],
  },
  'a Service goes to another waypoint, and its policy is for the Service': {
    before: (shop) => {
      ofServices(shop, 'one', [CART]);
      refuseDelete(shop, 'no-delete', PolicyTarget.service(CART));
    },
    after: (shop) => {
      ofServices(shop, 'one', [CART], drains);
      ofServices(shop, 'two', [CART]);
      refuseDelete(shop, 'no-delete', PolicyTarget.service(CART));
    },
  },
  'a policy goes from a waypoint to the Service that uses it': {
    before: (shop) => noDelete(shop, ofServices(shop, 'one', [CART])),
    after: (shop) => {
      ofServices(shop, 'one', [CART]);
      refuseDelete(shop, 'no-delete', PolicyTarget.service(CART));
    },
  },
  'the waypoint of a namespace is divided among its Services': {
    before: (shop) => noDelete(shop, ofNamespace(shop, 'one')),
    between: [(shop) => noDelete(shop, ofNamespace(shop, 'one'), ofServices(shop, 'two', [CART]), ofServices(shop, 'three', [WEB]))],
    after: (shop) => noDelete(shop, ofNamespace(shop, 'one', drains), ofServices(shop, 'two', [CART]), ofServices(shop, 'three', [WEB])),
  },
  'the waypoint of a Namespace of the app is divided among its Services': {
    before: (shop) => {
      ownNamespace(shop);
      noDelete(shop, ofNamespace(shop, 'one'));
    },
    between: [(shop) => {
      ownNamespace(shop);
      noDelete(shop, ofNamespace(shop, 'one'), ofServices(shop, 'two', [CART, WEB]));
    }],
    after: (shop) => {
      ownNamespace(shop);
      noDelete(shop, ofNamespace(shop, 'one', drains), ofServices(shop, 'two', [CART, WEB]));
    },
  },
  'the waypoint of a namespace is divided among Services of the app': {
    before: (shop) => {
      own(shop);
      noDelete(shop, ofNamespace(shop, 'one'));
    },
    after: (shop) => noDelete(shop, ofNamespace(shop, 'one', drains), ofServices(shop, 'two', [own(shop)])),
  },
  'waypoints of Services become one of their namespace': {
    before: (shop) => noDelete(shop, ofServices(shop, 'two', [CART]), ofServices(shop, 'three', [WEB])),
    after: (shop) => noDelete(shop, ofNamespace(shop, 'one'), ofServices(shop, 'two', [CART], drains), ofServices(shop, 'three', [WEB], drains)),
  },
  'the waypoint of a Service of the app becomes that of its namespace': {
    before: (shop) => noDelete(shop, ofServices(shop, 'two', [own(shop)])),
    between: [(shop) => noDelete(shop, ofNamespace(shop, 'one'), ofServices(shop, 'two', [own(shop)]))],
    after: (shop) => noDelete(shop, ofNamespace(shop, 'one'), ofServices(shop, 'two', [own(shop)], drains)),
  },
  'a Namespace of the app goes to a new waypoint': {
    before: (shop) => {
      ownNamespace(shop);
      noDelete(shop, ofNamespace(shop, 'one'));
    },
    between: [(shop) => {
      ownNamespace(shop);
      noDelete(shop, ofNamespace(shop, 'one'), ofNamespace(shop, 'two', drains));
    }],
    after: (shop) => {
      ownNamespace(shop);
      noDelete(shop, ofNamespace(shop, 'one', drains), ofNamespace(shop, 'two'));
    },
  },
  'a destination out of the mesh goes to another waypoint': {
    before: (shop) => {
      egress(shop, 'one', 'first', 'outside');
      egress(shop, 'two', 'second');
    },
    after: (shop) => {
      egress(shop, 'one', 'first');
      egress(shop, 'two', 'second', 'outside');
    },
  },
  'a canary takes a share at once': {
    before: (shop) => {
      ownNamespace(shop);
      noDelete(shop, ofNamespace(shop, 'one'));
    },
    between: [(shop) => {
      ownNamespace(shop);
      noDelete(shop, ofNamespace(shop, 'one', { canary: { step: CanaryStep.deployed() } }));
    }],
    after: (shop) => {
      ownNamespace(shop);
      noDelete(shop, ofNamespace(shop, 'one', { canary: { step: CanaryStep.weight(10) } }));
    },
    isSafeBy: ['Flux', 'kubectl'],
  },
  'a waypoint has another revision': {
    before: (shop) => noDelete(shop, ofServices(shop, 'one', [CART])),
    after: (shop) => noDelete(shop, ofServices(shop, 'one', [CART], { revision: '1-31' })),
  },
  'a waypoint takes traffic to workloads too': {
    before: (shop) => noDelete(shop, ofNamespace(shop, 'one')),
    after: (shop) => noDelete(shop, ofNamespace(shop, 'one', { trafficType: TrafficType.ALL })),
  },
  'a waypoint takes traffic to workloads only, and another that to Services': {
    before: (shop) => noDelete(shop, ofNamespace(shop, 'one')),
    between: [(shop) => noDelete(shop, ofNamespace(shop, 'one'), ofServices(shop, 'two', [CART, WEB]))],
    after: (shop) => noDelete(shop, ofNamespace(shop, 'one', { trafficType: TrafficType.WORKLOAD }), ofServices(shop, 'two', [CART, WEB])),
  },
  'a policy changes, and one comes that admits nothing but the waypoint': {
    before: (shop) => noDelete(shop, ofServices(shop, 'one', [CART])),
    after: (shop) => {
      const one = ofServices(shop, 'one', [CART]);
      notFromOther(shop, one);
      one.enforceTraversal(ZtunnelTarget.namespace('shop'));
    },
  },
  'a policy goes from the waypoint of a Service to ztunnel, and the Service leaves the waypoint': {
    before: (shop) => notFromOther(shop, ofServices(shop, 'one', [CART, WEB])),
    between: [(shop) => {
      notFromOther(shop, ofServices(shop, 'one', [CART, WEB]));
      atZtunnel(shop, 'from-clients', ZtunnelAction.ALLOW);
    }, (shop) => {
      notFromOther(shop, ofServices(shop, 'one', [WEB], { optOut: [CART] }));
      atZtunnel(shop, 'from-clients', ZtunnelAction.ALLOW);
    }],
    after: (shop) => {
      ofServices(shop, 'one', [WEB], { optOut: [CART] });
      atZtunnel(shop, 'from-clients', ZtunnelAction.ALLOW);
    },
  },
  'a policy at ztunnel that refuses some becomes one that admits the others': {
    before: (shop) => {
      ofServices(shop, 'one', [PAY_CART], open);
      atZtunnel(shop, 'clients', ZtunnelAction.DENY);
    },
    between: [(shop) => {
      ofServices(shop, 'one', [PAY_CART], open);
      atZtunnel(shop, 'clients', ZtunnelAction.DENY);
      atZtunnel(shop, 'from-clients', ZtunnelAction.ALLOW);
    }],
    after: (shop) => {
      ofServices(shop, 'one', [PAY_CART], open);
      atZtunnel(shop, 'clients', ZtunnelAction.ALLOW);
    },
    isSafeBy: ['kubectl'],
  },
};
