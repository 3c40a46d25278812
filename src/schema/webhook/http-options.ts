import { milliseconds } from '../go-duration';
import { goNumber, goQuote } from '../go-text';
import { optionalDurationProblem } from './durations';
import { nameProblem } from './http-headers';
import type { StringMatch } from './http-route';
import { portProblem } from './names';
import type { Findings } from './problem';
import { each, errorAt, errorIf, warningIf } from './problem';
import { regexProblem, stringMatchProblem } from './string-match';

interface Percent {
  readonly value?: number;
}

export interface CorsPolicy {
  readonly allowOrigins?: readonly StringMatch[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAge?: string;
}

interface Abort {
  readonly percentage?: Percent;
  readonly grpcStatus?: string;
  readonly http2Error?: string;
  readonly httpStatus?: number;
}

interface Delay {
  readonly percentage?: Percent;
  readonly fixedDelay?: string;
  readonly exponentialDelay?: string;
}

export interface Fault {
  readonly abort?: Abort;
  readonly delay?: Delay;
}

export interface Redirect {
  readonly uri?: string;
  readonly prefixRewrite?: string;
  readonly authority?: string;
  readonly port?: number;
  readonly derivePort?: string;
  readonly scheme?: string;
  readonly redirectCode?: number;
}

export interface DirectResponse {
  readonly status?: number;
  readonly body?: { readonly string?: string; readonly bytes?: string };
}

export interface Retries {
  readonly attempts?: number;
  readonly perTryTimeout?: string;
  readonly retryOn?: string;
  readonly retryRemoteLocalities?: boolean;
  readonly backoff?: string;
}

export interface Rewrite {
  readonly uri?: string;
  readonly authority?: string;
  readonly uriRegexRewrite?: { readonly match?: string; readonly rewrite?: string };
}

const CORS_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];
const RETRY_POLICIES = [
  '5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream', 'retriable-status-codes',
  'retriable-headers', 'envoy-ratelimited', 'http3-post-connect-failure',
  'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable',
];
const GRPC_STATUS = [
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS',
  'UNAUTHENTICATED',
];
/** The statuses of HTTP that Go has a text for. @see Go net/http StatusText */
export const HTTP_STATUS = /^(10[0-3]|20[0-8]|226|30[0-578]|4(0\d|1[0-8]|2[1-689]|31|51)|5(0[0-8]|1[01]))$/;
const MB = 1024 * 1024;

/** @see istio pkg/config/validation/validation.go validateCORSPolicy */
export function* corsFindings(policy: CorsPolicy, path: string): Findings {
  for (const [origin, field] of each(policy.allowOrigins, `${path}.allowOrigins`)) yield* errorAt(field, originProblem(origin));
  for (const [method, field] of each(policy.allowMethods, `${path}.allowMethods`)) {
    yield* errorIf(!CORS_METHODS.includes(method), field, `${goQuote(method)} is not a supported HTTP method`);
  }
  for (const list of ['allowHeaders', 'exposeHeaders'] as const) {
    for (const [name, field] of each(policy[list], `${path}.${list}`)) yield* errorAt(field, nameProblem(name));
  }
  const hasFraction = (milliseconds(policy.maxAge ?? '0') ?? 0) % 1000 > 0;
  yield* errorAt(`${path}.maxAge`, optionalDurationProblem(policy.maxAge));
  yield* errorIf(hasFraction, `${path}.maxAge`, 'max_age duration is accurate only to seconds precision');
}

function originProblem(origin: StringMatch): string | undefined {
  const isEmpty = !origin.exact && !origin.prefix && !origin.regex;
  return isEmpty ? "'' is not a valid match type for CORS allow origins" : stringMatchProblem(origin, 'corsPolicy.allowOrigins');
}

/** @see validateHTTPFaultInjection */
export function* faultFindings({ abort, delay }: Fault, path: string): Findings {
  yield* errorIf(!abort && !delay, path, 'HTTP fault injection must have an abort and/or a delay');
  if (abort) yield* abortFindings(abort, `${path}.abort`);
  if (delay) yield* delayFindings(delay, `${path}.delay`);
}

function* delayFindings({ percentage, fixedDelay, exponentialDelay }: Delay, path: string): Findings {
  yield* errorAt(`${path}.percentage`, percentageProblem(percentage));
  yield* errorAt(`${path}.fixedDelay`, optionalDurationProblem(fixedDelay));
  yield* errorAt(`${path}.exponentialDelay`, optionalDurationProblem(exponentialDelay));
  yield* errorIf(exponentialDelay !== undefined, `${path}.exponentialDelay`, 'exponentialDelay not supported yet');
}

function* abortFindings({ percentage, grpcStatus, http2Error, httpStatus }: Abort, path: string): Findings {
  yield* errorAt(`${path}.percentage`, percentageProblem(percentage));
  if (grpcStatus !== undefined) yield* errorAt(`${path}.grpcStatus`, grpcStatusProblem(grpcStatus));
  else if (httpStatus !== undefined) yield* errorAt(`${path}.httpStatus`, statusProblem(httpStatus));
  else yield* errorIf(http2Error !== undefined, `${path}.http2Error`, 'HTTP/2 abort fault injection not supported yet');
}

function percentageProblem({ value = 0 }: Percent = {}): string | undefined {
  const isInRange = value === 0 || (value >= 0.0001 && value <= 100);
  return isInRange ? undefined : `percentage ${goNumber(value)} is neither 0.0, nor in range [0.0001, 100.0]`;
}

function grpcStatusProblem(status: string): string | undefined {
  if (GRPC_STATUS.includes(status)) return undefined;
  return `gRPC status ${goQuote(status)} is not supported. See https://github.com/grpc/grpc/blob/master/doc/statuscodes.md for a list of supported codes, for example 'NOT_FOUND'`;
}

function statusProblem(status: number): string | undefined {
  return status < 200 || status > 600 ? `HTTP status ${status} is not in range 200-599` : undefined;
}

/** @see validateHTTPRedirect */
export function redirectProblem(redirect: Redirect, uris: readonly (StringMatch | undefined)[]): string | undefined {
  const { uri, prefixRewrite, port } = redirect;
  if (uri && prefixRewrite) return 'redirect may only specify one of uri or prefix_rewrite';
  if (prefixRewrite && uris.some((match) => match && match.prefix === undefined)) {
    return 'redirect prefix_rewrite requires all URI matches to use prefix match type';
  }
  return redirectTargetProblem(redirect) ?? (port ? portProblem(port) : undefined);
}

function redirectTargetProblem({ uri, prefixRewrite, authority, scheme = '', port, derivePort, redirectCode: code = 0 }: Redirect): string | undefined {
  const hasTarget = [uri, prefixRewrite, authority, scheme].some(Boolean) || (port ?? derivePort) !== undefined;
  if (!hasTarget) return 'redirect must specify URI, authority, scheme, or port';
  if (code !== 0 && Math.floor(code / 100) !== 3) return `${code} is not a valid redirect code, must be 3xx`;
  return ['', 'http', 'https'].includes(scheme) ? undefined : 'invalid redirect scheme, must be "http" or "https"';
}

/** @see validateHTTPDirectResponse */
export function* directResponseFindings({ status = 0, body = {} }: DirectResponse, path: string): Findings {
  const size = body.string === undefined ? Buffer.byteLength(body.bytes ?? '', 'base64') : Buffer.byteLength(body.string);
  const words = 'large direct_responses may impact control plane performance';
  yield* errorIf(size > MB, `${path}.body`, `${words}, must be less than 1MB`);
  yield* warningIf(size > 100 * 1024 && size <= MB, `${path}.body`, words);
  yield* errorAt(`${path}.status`, statusProblem(status));
}

/** @see validateHTTPRetry */
export function* retryFindings({ attempts = 0, perTryTimeout, retryOn, retryRemoteLocalities, backoff }: Retries, path: string): Findings {
  const hasPolicy = perTryTimeout !== undefined || Boolean(retryOn) || retryRemoteLocalities !== undefined;
  yield* errorIf(attempts < 0, `${path}.attempts`, 'attempts cannot be negative');
  yield* errorIf(attempts === 0 && hasPolicy, `${path}.attempts`, 'http retry policy configured when attempts are set to 0 (disabled)');
  yield* errorAt(`${path}.perTryTimeout`, optionalDurationProblem(perTryTimeout));
  for (const policy of retryOn ? retryOn.split(',') : []) {
    const isKnown = RETRY_POLICIES.includes(policy) || HTTP_STATUS.test(policy);
    yield* errorIf(!isKnown, `${path}.retryOn`, `${goQuote(policy)} is not a valid retryOn policy`);
  }
  yield* errorAt(`${path}.backoff`, optionalDurationProblem(backoff));
}

/** @see validateHTTPRewrite */
export function rewriteProblem({ uri, authority, uriRegexRewrite }: Rewrite): string | undefined {
  if (uri && uriRegexRewrite) return 'rewrite may only contain one of URI or UriRegexRewrite';
  if (![uri, authority, uriRegexRewrite].some(Boolean)) {
    return 'rewrite must specify at least one of URI, UriRegexRewrite, or authority. Only one of URI or UriRegexRewrite may be specified';
  }
  const problem = uriRegexRewrite && regexRewriteProblem(uriRegexRewrite);
  return problem && `UriRegexRewrite has errors\n${problem}`;
}

function regexRewriteProblem({ match, rewrite }: NonNullable<Rewrite['uriRegexRewrite']>): string | undefined {
  if (!match || !rewrite) return 'UriRegexRewrite requires both Rewrite and Match fields to be specified';
  return regexProblem(match, 'HTTPRewrite.UriRegexRewrite.Match');
}
