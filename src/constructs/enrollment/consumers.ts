import type { Construct, IConstruct } from 'constructs';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { Notes } from '../notes';
import { fullNameOf } from '../waypoint/full-name';
import type { IWaypoint } from '../waypoint/waypoint';
import { WaypointLifecycle } from '../waypoint/waypoint-lifecycle';

/** An object that uses a waypoint, as a construct of the app says. */
export interface Consumer {
  readonly by: Construct;
  readonly object: LocatedObject;
  readonly waypoint: IWaypoint;
}

const consumers = new Notes<Consumer>();

/** Notes that an object uses a waypoint. */
export function noteConsumer(consumer: Consumer): void {
  const { object, waypoint } = consumer;
  for (const key of [waypointKey(waypoint), namespaceKey(namespaceOf(consumer)), describe(object)]) consumers.add(key, consumer);
}

/** Who uses a waypoint, as far as the app says: complete only at synthesis. */
export function consumersOf(waypoint: IWaypoint): Consumer[] {
  return consumers.of(waypoint, waypointKey(waypoint));
}

/** All that uses a waypoint, as far as the app says: complete only at synthesis. */
export function allConsumers(scope: IConstruct): Consumer[] {
  return consumers.keys(scope).filter((key) => key.startsWith(WAYPOINT)).flatMap((key) => consumers.of(scope, key));
}

/** What in a namespace uses a waypoint, the Namespace itself among it, as far as the app says: complete only at synthesis. */
export function consumersIn(scope: IConstruct, namespace: string): Consumer[] {
  return consumers.of(scope, namespaceKey(namespace));
}

/**
 * The waypoint that an object uses, by its own declaration or that of its namespace, as far as the app says: complete only at synthesis. One
 * that drains leaves the object to another, if the app has another for it.
 */
export function waypointOf(scope: IConstruct, object: LocatedObject): IWaypoint | undefined {
  const named = [describe(object), `Namespace ${object.namespace}`].flatMap((key) => consumers.of(scope, key)).map(({ waypoint }) => waypoint);
  return named.find(({ lifecycle }) => lifecycle !== WaypointLifecycle.DRAINING) ?? named[0];
}

/** The namespace that a consumer is in; a Namespace is in itself. */
export function namespaceOf({ object }: Consumer): string {
  return object.namespace || object.name;
}

const WAYPOINT = 'waypoint ';

function waypointKey(waypoint: IWaypoint): string {
  return `${WAYPOINT}${fullNameOf(waypoint)}`;
}

function namespaceKey(namespace: string): string {
  return `namespace ${namespace}`;
}
