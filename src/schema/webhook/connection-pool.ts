import { milliseconds } from '../go-duration';
import { durationProblem, durationTextProblem, optionalDurationProblem } from './durations';
import type { Findings } from './problem';
import { errorAt, errorIf } from './problem';

interface Keepalive {
  readonly interval?: string;
  readonly timeout?: string;
}

interface HttpSettings {
  readonly http1MaxPendingRequests?: number;
  readonly http2MaxRequests?: number;
  readonly maxRequestsPerConnection?: number;
  readonly maxRetries?: number;
  readonly maxConcurrentStreams?: number;
  readonly idleTimeout?: string;
  readonly h2UpgradePolicy?: string;
  readonly useClientProtocol?: boolean;
  readonly http2KeepAlive?: Keepalive;
}

interface TcpSettings {
  readonly maxConnections?: number;
  readonly connectTimeout?: string;
  readonly maxConnectionDuration?: string;
  readonly idleTimeout?: string;
  readonly tcpKeepalive?: { readonly time?: string; readonly interval?: string };
}

export interface ConnectionPool {
  readonly http?: HttpSettings;
  readonly tcp?: TcpSettings;
}

/** @see istio pkg/config/validation/validation.go validateConnectionPool */
export function* connectionPoolFindings({ http, tcp }: ConnectionPool, path: string): Findings {
  yield* errorIf(!http && !tcp, path, 'connection pool must have at least one field');
  if (http) yield* httpFindings(http, `${path}.http`);
  if (tcp) yield* tcpFindings(tcp, `${path}.tcp`);
}

const HTTP_LIMITS = [
  ['http1MaxPendingRequests', 'http1 max pending requests'],
  ['http2MaxRequests', 'http2 max requests'],
  ['maxRequestsPerConnection', 'max requests per connection'],
  ['maxRetries', 'max retries'],
  ['maxConcurrentStreams', 'max concurrent streams'],
] as const;

function* httpFindings(http: HttpSettings, path: string): Findings {
  const { idleTimeout, h2UpgradePolicy, useClientProtocol, http2KeepAlive } = http;
  for (const [field, name] of HTTP_LIMITS) yield* errorIf((http[field] ?? 0) < 0, `${path}.${field}`, `${name} must be non-negative`);
  yield* errorAt(`${path}.idleTimeout`, optionalDurationProblem(idleTimeout));
  const isContradictory = h2UpgradePolicy === 'UPGRADE' && useClientProtocol === true;
  yield* errorIf(isContradictory, `${path}.useClientProtocol`, 'use client protocol must not be true when H2UpgradePolicy is UPGRADE');
  if (http2KeepAlive) yield* keepaliveFindings(http2KeepAlive, `${path}.http2KeepAlive`);
}

function* keepaliveFindings(keepalive: Keepalive, path: string): Findings {
  for (const field of ['interval', 'timeout'] as const) {
    const duration = keepalive[field];
    yield* errorAt(`${path}.${field}`, duration === undefined ? `http2 keepalive ${field} is required` : durationProblem(duration));
  }
}

function* tcpFindings(tcp: TcpSettings, path: string): Findings {
  const { maxConnections = 0, connectTimeout, maxConnectionDuration, idleTimeout = '0', tcpKeepalive = {} } = tcp;
  yield* errorIf(maxConnections < 0, `${path}.maxConnections`, 'max connections must be non-negative');
  yield* errorAt(`${path}.connectTimeout`, optionalDurationProblem(connectTimeout));
  yield* errorAt(`${path}.maxConnectionDuration`, optionalDurationProblem(maxConnectionDuration));
  // Less than a millisecond turns this timeout off.
  const isOff = Math.abs(milliseconds(idleTimeout) ?? 0) < 1;
  yield* errorAt(`${path}.idleTimeout`, isOff ? durationTextProblem(idleTimeout) : durationProblem(idleTimeout));
  yield* errorAt(`${path}.tcpKeepalive.time`, optionalDurationProblem(tcpKeepalive.time));
  yield* errorAt(`${path}.tcpKeepalive.interval`, optionalDurationProblem(tcpKeepalive.interval));
}
