import type { HeaderOperations, HttpRule } from '../mesh/kinds/istio-traffic';
import { compareText } from '../mesh/object-ref';
import type { Headers } from '../request/headers';

/** Headers that a route adds to an answer. */
export type ResponseHeaders = Readonly<Record<string, string>>;

type HeaderChanges = NonNullable<HttpRule['headers']>;

/**
 * The headers of a request after the changes of a route: first it removes, then it sets, then it adds.
 * @see istio pilot/pkg/networking/core/route/route.go TranslateHeadersOperations
 */
export function changeHeaders(headers: Headers, operations: readonly HeaderOperations[]): Headers {
  let changed = headers;
  for (const { remove = [] } of operations) for (const name of remove.filter(isChangeable)) changed = changed.without(name);
  for (const { set = {}, add = {} } of operations) {
    for (const [name, value] of inOrder(set)) changed = changed.without(name).with(name, value);
    for (const [name, value] of inOrder(add)) changed = changed.with(name, value);
  }
  return changed;
}

/** The host that header changes set, if they do. */
export function hostOf(changes: HeaderChanges | undefined): string | undefined {
  const { set = {}, add = {} } = changes?.request ?? {};
  return [set, add].flatMap((map) => Object.entries(map)).find(([name, value]) => isHost(name) && value !== '')?.[1];
}

/** The headers that a route adds to the answer, each with its last value. */
export function addedToResponse(operations: readonly (HeaderOperations | undefined)[]): ResponseHeaders {
  return Object.fromEntries(defined(operations).flatMap(({ set = {}, add = {} }) => [...inOrder(set), ...inOrder(add)])
    .map(([name, value]) => [name.toLowerCase(), value]));
}

function defined(operations: readonly (HeaderOperations | undefined)[]): HeaderOperations[] {
  return operations.filter((one) => one !== undefined);
}

function inOrder(map: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(map).filter(([name]) => isChangeable(name)).sort(([a], [b]) => compareText(a, b));
}

/** @see istio pilot/pkg/networking/core/route/route.go isInternalHeader */
function isChangeable(name: string): boolean {
  return !name.startsWith(':') && name.toLowerCase() !== 'host';
}

function isHost(name: string): boolean {
  return [':authority', 'host'].includes(name.toLowerCase());
}
