import type { Style } from './style';
import { printable } from './style';
import type { Headers } from '../request/headers';
import type { Request } from '../request/request';
import type { Forwarding, Mirror } from '../routing/forwarding';
import type { Retries } from '../routing/retries';
import { STATUS_CODES } from '../routing/retries';
import type { Routing, Upstream } from '../routing/route-request';
import { FAILURES } from '../traffic/notes-on-reach';
import { durationText } from '../traffic/passage';
import { failureOf } from '../traffic/waypoint-answer';
import type { WaypointHop } from '../traffic/waypoint-hop';

/** What a waypoint does with a request on its way to a backend: changes, limits, copies. Nothing is said of what is so by default. */
export function passageLines({ routing, forwarding }: WaypointHop, request: Request, style: Style): string[] {
  if (!routing) return [];
  return [...changeLines(routing, request), ...routing.choice && forwarding ? forwardingLines(forwarding, style) : []];
}

function changeLines({ backends }: Routing, request: Request): string[] {
  const seen = new Map(backends.map(({ cluster, upstream }) => [changesText(upstream, request), cluster.host]));
  return [...seen].filter(([text]) => text !== '').map(([text, host]) => printable(`  ${seen.size > 1 ? host : 'the backend'} sees ${text}`));
}

function forwardingLines({ timeout, retries, hasOwnRetries, mirrors }: Forwarding, style: Style): string[] {
  return [
    ...timeout === undefined ? [] : [`  gives up after ${durationText(timeout)}`],
    ...hasOwnRetries ? [printable(`  ${retries ? retriesText(retries) : 'tries once'}`)] : [],
    ...mirrors.map((mirror) => mirrorLine(mirror, style)),
  ];
}

function retriesText({ attempts, on, codes, perTryTimeout, backoff }: Retries): string {
  const each = perTryTimeout === undefined ? '' : `, each attempt at most ${durationText(perTryTimeout)}`;
  const wait = backoff === undefined ? '' : `, ${durationText(backoff)} apart or more`;
  const when = [...codes.length > 0 ? on.filter((condition) => condition !== STATUS_CODES) : on, ...codes].join(', ');
  return `tries again up to ${attempts === 1 ? 'once' : `${attempts} times`}${each}${wait}: on ${when}`;
}

function mirrorLine({ cluster, percent }: Mirror, style: Style): string {
  const { host, port, subset } = cluster;
  const failure = failureOf(cluster);
  const text = `  sends a copy${percent < 100 ? ` of ${percent} %` : ''} to ${host}:${port}${subset ? ` subset ${subset}` : ''}`;
  return `${printable(text)}${failure ? `  ${style.bad(`which gets nowhere: ${FAILURES[failure]}`)}` : ''}`;
}

/** How a backend sees a request otherwise than it was sent; empty: as it was sent. */
function changesText({ host, path, headers }: Upstream, request: Request): string {
  return [
    ...host === request.host ? [] : [`host ${host}`],
    ...path === request.path ? [] : [`path ${path}`],
    ...headerChanges(request.headers, headers).map(([name, value]) => value === null ? `no ${name}` : `${name}: ${value}`),
  ].join(', ');
}

/** The headers that one has and the other has not, or otherwise; null: it is taken out. */
export function headerChanges(before: Headers, after: Headers): [name: string, value: string | null][] {
  const textOf = (headers: Headers, name: string) => headers.given(name).length > 0 ? headers.given(name).join(',') : null;
  const sent = before.inline();
  return [...new Set([...before.names(), ...after.names()])]
    .filter((name) => textOf(sent, name) !== textOf(after, name))
    .map((name) => [name, textOf(after, name)]);
}
