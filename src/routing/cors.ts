import type { ResponseHeaders } from './change-headers';
import { regexTruth } from './string-match';
import type { CorsPolicy, StringMatch } from '../mesh/kinds/istio-traffic';
import type { Headers } from '../request/headers';
import type { Maybe, Truth } from '../request/truth';
import { anyOf, isUnknown } from '../request/truth';
import { milliseconds } from '../schema/go-duration';

/** What the CORS policy of a route does with a request. */
export interface CorsEffect {
  /** The headers of the answer that it gives itself; absent: the request goes on. */
  readonly preflight?: ResponseHeaders;
  /** The headers that it adds to the answer of a backend, or to the one that stands for a backend that failed. */
  readonly headers: ResponseHeaders;
}

interface CorsRequest { readonly method: string; readonly headers: Headers }

const NOTHING: CorsEffect = { headers: {} };

/**
 * Applies the CORS policy of a route that leads to a backend. Redirects and answers of routes have none.
 * @returns not known where that depends on headers that the request does not say, or on a regular expression
 * @see istio pilot/pkg/networking/core/route/route.go TranslateCORSPolicy, envoy source/extensions/filters/http/cors/cors_filter.cc
 */
export function applyCors(policy: CorsPolicy | undefined, { method, headers }: CorsRequest): Maybe<CorsEffect> {
  if (!policy) return NOTHING;
  const asked = method === 'OPTIONS' ? headers.values('access-control-request-method') : [];
  const origins = headers.values('origin');
  if (isUnknown(asked)) return isUnknown(origins) || origins.some(Boolean) ? asked : NOTHING;
  if (isUnknown(origins)) return origins;
  const origin = origins.find(Boolean);
  if (origin === undefined) return NOTHING;
  const isTaken = takesOrigin(policy, origin);
  if (isUnknown(isTaken)) return isTaken;
  return isTaken ? granted(policy, origin, asked.some(Boolean)) : refused(policy, asked.some(Boolean));
}

/** Who takes the origin `*` takes any. */
function takesOrigin({ allowOrigins, allowOrigin = [] }: CorsPolicy, origin: string): Truth {
  const matches = allowOrigins?.length ? allowOrigins : allowOrigin.map((exact): StringMatch => ({ exact }));
  return anyOf(matches, (match) => anyOf(['*', origin], (text) => matchesOrigin(match, text)));
}

function matchesOrigin({ exact, prefix, regex }: StringMatch, text: string): Truth {
  if (exact !== undefined) return text === exact;
  return prefix !== undefined ? text.startsWith(prefix) : regex !== undefined && regexTruth(regex)(text);
}

function granted(policy: CorsPolicy, origin: string, isPreflight: boolean): CorsEffect {
  const headers = defined({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': credentials(policy),
    'access-control-expose-headers': list(policy.exposeHeaders),
  });
  return isPreflight ? { headers, preflight: { ...headers, ...permissions(policy) } } : { headers };
}

/** A preflight of an origin that is not allowed is answered too, or goes on to the backend. */
function refused(policy: CorsPolicy, isPreflight: boolean): CorsEffect {
  return isPreflight && policy.unmatchedPreflights === 'IGNORE' ? { headers: {}, preflight: permissions(policy) } : NOTHING;
}

function permissions(policy: CorsPolicy): ResponseHeaders {
  const { allowMethods, allowHeaders, maxAge } = policy;
  return defined({
    'access-control-allow-credentials': credentials(policy),
    'access-control-allow-methods': list(allowMethods),
    'access-control-allow-headers': list(allowHeaders),
    'access-control-max-age': maxAge === undefined ? undefined : String(Math.trunc((milliseconds(maxAge) ?? 0) / 1000)),
  });
}

function credentials({ allowCredentials }: CorsPolicy): string | undefined {
  return allowCredentials ? 'true' : undefined;
}

function list(items: readonly string[] | undefined): string | undefined {
  return items?.join(',');
}

/** An empty list says nothing. */
function defined(headers: Readonly<Record<string, string | undefined>>): ResponseHeaders {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
