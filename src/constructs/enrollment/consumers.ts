import type { Construct, IConstruct } from 'constructs';
import type { LocatedObject } from '../located-object';
import { describe, isInTree } from '../located-object';
import type { IWaypoint } from '../waypoint/waypoint';

/** An object that uses a waypoint, as a construct of the app says. */
export interface Consumer {
  readonly by: Construct;
  readonly object: LocatedObject;
  readonly waypoint: IWaypoint;
}

const consumers = new WeakMap<IConstruct, Map<string, Consumer[]>>();

/** Notes that an object uses a waypoint. */
export function noteConsumer(consumer: Consumer): void {
  const { root } = consumer.by.node;
  const known = consumers.get(root) ?? new Map<string, Consumer[]>();
  consumers.set(root, known);
  for (const key of [waypointKey(consumer.waypoint), namespaceKey(namespaceOf(consumer)), describe(consumer.object)]) {
    const list = known.get(key) ?? [];
    known.set(key, list);
    list.push(consumer);
  }
}

/** Who uses a waypoint, as far as the app says: complete only at synthesis. */
export function consumersOf(waypoint: IWaypoint): Consumer[] {
  return live(waypoint, waypointKey(waypoint));
}

/** All that uses a waypoint, as far as the app says: complete only at synthesis. */
export function allConsumers(scope: IConstruct): Consumer[] {
  const lists = consumers.get(scope.node.root) ?? new Map<string, Consumer[]>();
  return [...lists].filter(([key]) => key.startsWith(WAYPOINT)).flatMap(([, list]) => list).filter(({ by }) => isInTree(by));
}

/** What in a namespace uses a waypoint, the Namespace itself among it, as far as the app says: complete only at synthesis. */
export function consumersIn(scope: IConstruct, namespace: string): Consumer[] {
  return live(scope, namespaceKey(namespace));
}

/** The waypoint that an object uses, by its own declaration or that of its namespace, as far as the app says: complete only at synthesis. */
export function waypointOf(scope: IConstruct, object: LocatedObject): IWaypoint | undefined {
  return [describe(object), `Namespace ${object.namespace}`].flatMap((key) => live(scope, key))[0]?.waypoint;
}

/** The namespace that a consumer is in; a Namespace is in itself. */
export function namespaceOf({ object }: Consumer): string {
  return object.namespace || object.name;
}

function live(scope: IConstruct, key: string): Consumer[] {
  return (consumers.get(scope.node.root)?.get(key) ?? []).filter(({ by }) => isInTree(by));
}

const WAYPOINT = 'waypoint ';

function waypointKey({ waypointNamespace, waypointName }: IWaypoint): string {
  return `${WAYPOINT}${waypointNamespace}/${waypointName}`;
}

function namespaceKey(namespace: string): string {
  return `namespace ${namespace}`;
}
