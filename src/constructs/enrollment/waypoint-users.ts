import type { Construct, IConstruct } from 'constructs';
import { declareIngress } from './ingress-label';
import type { LocatedObject } from '../located-object';
import { describe, isInTree } from '../located-object';
import type { IWaypoint } from '../waypoint/waypoint';

/** One object that uses a waypoint. */
interface Use {
  readonly by: Construct;
  readonly waypoint: IWaypoint;
  readonly object: LocatedObject;
}

/** What the enrollments of an app say about who uses which waypoint. */
export class WaypointUsers {
  /** The users of the app that a construct belongs to. */
  public static of({ node: { root } }: IConstruct): WaypointUsers {
    const users = WaypointUsers.known.get(root) ?? new WaypointUsers();
    WaypointUsers.known.set(root, users);
    return users;
  }

  private static readonly known = new WeakMap<IConstruct, WaypointUsers>();

  private readonly byWaypoint = new Map<string, Use[]>();
  private readonly byObject = new Map<string, Use[]>();
  private readonly ingressDemands = new Map<string, Construct[]>();

  private constructor() {}

  /** Notes what uses a waypoint: where that is demanded, ingress traffic to it takes the waypoint. */
  public note(by: Construct, waypoint: IWaypoint, objects: readonly LocatedObject[]): void {
    for (const object of objects) {
      const use = { by, waypoint, object };
      append(this.byWaypoint, nameOf(waypoint), use);
      append(this.byObject, describe(object), use);
    }
    for (const demand of this.ingressDemands.get(nameOf(waypoint)) ?? []) declareIngress(demand, objects);
  }

  /** Makes ingress traffic take a waypoint, to all that uses it now or later. */
  public demandIngress(by: Construct, waypoint: IWaypoint): void {
    append(this.ingressDemands, nameOf(waypoint), by);
    declareIngress(by, (this.byWaypoint.get(nameOf(waypoint)) ?? []).map(({ object }) => object));
  }

  /** The waypoint of an object, by its own enrollment or that of its namespace; undefined: the app does not say. */
  public waypointOf(object: LocatedObject): IWaypoint | undefined {
    const uses = [describe(object), `Namespace ${object.namespace}`].flatMap((key) => this.byObject.get(key) ?? []);
    return uses.find(({ by }) => isInTree(by))?.waypoint;
  }
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  lists.set(key, [...lists.get(key) ?? [], value]);
}

function nameOf({ waypointNamespace, waypointName }: IWaypoint): string {
  return `${waypointNamespace}/${waypointName}`;
}
