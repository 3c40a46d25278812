import type { Construct } from 'constructs';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { Notes } from '../notes';

/** The constructs that send to each Service. */
const senders = new Notes<{ readonly by: Construct }>();

/** Notes that a construct sends to a Service. */
export function noteBackend(by: Construct, service: LocatedObject): void {
  senders.add(describe(service), { by });
}

/** Whether a construct of the app sends to a Service. */
export function isBackend(scope: Construct, service: LocatedObject): boolean {
  return senders.of(scope, describe(service)).length > 0;
}
