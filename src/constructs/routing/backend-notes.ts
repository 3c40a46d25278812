import type { Construct, IConstruct } from 'constructs';
import type { LocatedObject } from '../located-object';
import { describe, isInTree } from '../located-object';

/** The constructs that send to each Service, by app. */
const senders = new WeakMap<IConstruct, Map<string, Construct[]>>();

/** Notes that a construct sends to a Service. */
export function noteBackend(sender: Construct, service: LocatedObject): void {
  const { root } = sender.node;
  const noted = senders.get(root) ?? new Map<string, Construct[]>();
  senders.set(root, noted);
  const key = describe(service);
  noted.set(key, [...noted.get(key) ?? [], sender]);
}

/** Whether a construct of the app sends to a Service. */
export function isBackend(scope: Construct, service: LocatedObject): boolean {
  return senders.get(scope.node.root)?.get(describe(service))?.some(isInTree) ?? false;
}
