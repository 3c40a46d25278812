import { clusterName } from './cluster-name';
import type { WaypointHop } from './waypoint-hop';
import type { WaypointStop } from './waypoint-stop';
import type { Headers } from '../request/headers';
import type { Forwarding } from '../routing/forwarding';
import type { Routing } from '../routing/route-request';

/** What a waypoint makes of an HTTP request on its way to a backend, and of its answer, in few words. */
export interface Passage {
  /** The request as its backend sees it, of several the first; null: none does. */
  readonly sees: SeenRequest | null;
  /** Headers that the waypoint adds to the answer. */
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** Where a redirect leads. */
  readonly location: string | null;
  /** How long it may take, such as `1.5s`; null: as long as it takes. */
  readonly timeout: string | null;
  /** How often it is tried again. */
  readonly retries: number;
  /** Where copies go, with their share in percent. */
  readonly mirrors: Readonly<Record<string, number>>;
}

/** An HTTP request in few words: of a header that is given several times the values are one text. */
export interface SeenRequest {
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the waypoint of a request makes of it. */
export function passageOf(stop: WaypointStop | undefined): Passage {
  const hop = stop?.hop;
  const answer = stop?.ways.at(0)?.answer;
  const passed = answer
    ? { sees: null, responseHeaders: { ...answer.responseHeaders } }
    : { sees: seenOf(hop), responseHeaders: addedTo(hop?.routing) };
  return { ...passed, location: answer?.location ?? null, ...limitsOf(hop?.forwarding) };
}

function seenOf(hop: WaypointHop | undefined): SeenRequest | null {
  const seen = hop?.routing?.backends.at(0)?.upstream ?? hop?.authorization?.http;
  return seen ? { host: seen.host, path: seen.path, headers: asRecord(seen.headers) } : null;
}

function addedTo(routing: Routing | undefined): Passage['responseHeaders'] {
  return { ...routing?.backends.at(0)?.upstream.responseHeaders, ...routing?.corsHeaders };
}

function limitsOf(forwarding: Forwarding | undefined): Pick<Passage, 'timeout' | 'retries' | 'mirrors'> {
  const { timeout, retries, mirrors = [] } = forwarding ?? {};
  return {
    timeout: timeout === undefined ? null : durationText(timeout),
    retries: retries?.attempts ?? 0,
    mirrors: Object.fromEntries(mirrors.map(({ cluster, percent }) => [clusterName(cluster), percent])),
  };
}

/** Milliseconds as people write them. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds}ms` : `${milliseconds / 1000}s`;
}

function asRecord(headers: Headers): Record<string, string> {
  return Object.fromEntries(headers.names().map((name) => [name, headers.given(name).join(',')]));
}
