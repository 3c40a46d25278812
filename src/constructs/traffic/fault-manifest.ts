import type { Construct } from 'constructs';
import type { Fault, FaultAbort, FaultDelay } from './fault';
import { istioDuration } from './istio-duration';
import type { VirtualServiceSpecHttpFault, VirtualServiceSpecHttpMatch } from '../../../imports/networking.istio.io';
import type { Plain } from '../plain';
import { problem } from '../problem';
import type { HttpMatch, HttpValueMatch } from '../routing/http-match';
import { renderHeaderMatches, renderQueryMatches } from '../routing/value-matches';

/** The names of gRPC's statuses, of which `OK` is no error. */
const GRPC_STATUSES = [
  'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED',
];

/** A fault as a VirtualService writes it. */
export function renderFault(scope: Construct, { delay, abort }: Fault): Plain<VirtualServiceSpecHttpFault> {
  if (!delay && !abort) throw problem(scope, 'has a fault that does nothing: write "delay" or "abort"');
  return {
    ...(delay && { delay: renderDelay(scope, delay) }),
    ...(abort && { abort: renderAbort(scope, abort) }),
  };
}

function renderDelay(scope: Construct, { duration, percent }: FaultDelay) {
  return { fixedDelay: istioDuration(scope, 'the duration of a delay', duration)!, percentage: renderPercent(scope, 'a delay', percent) };
}

function renderAbort(scope: Construct, { httpStatus, grpcStatus, percent }: FaultAbort) {
  if ((httpStatus === undefined) === (grpcStatus === undefined)) throw problem(scope, 'has an abort with "httpStatus" and "grpcStatus", or with none: write one of the two');
  if (httpStatus !== undefined && !(Number.isInteger(httpStatus) && httpStatus >= 200 && httpStatus <= 599)) {
    throw problem(scope, `has an abort with status ${httpStatus}: write an integer from 200 to 599`);
  }
  if (grpcStatus !== undefined && !GRPC_STATUSES.includes(grpcStatus)) {
    throw problem(scope, `has an abort with gRPC status "${grpcStatus}": write one of ${GRPC_STATUSES.join(', ')}`);
  }
  return { ...(httpStatus === undefined ? { grpcStatus } : { httpStatus }), percentage: renderPercent(scope, 'an abort', percent) };
}

/** Istio takes 0 for 100 percent here, as it takes no percentage at all. */
function renderPercent(scope: Construct, what: string, percent: number = 100) {
  if (!(percent > 0 && percent <= 100)) throw problem(scope, `has ${what} of ${percent} percent: write a number above 0, at most 100`);
  return { value: percent };
}

/** Matches as a VirtualService writes them, where a prefix does not end with a segment: so one prefix becomes two matches. */
export function renderVirtualMatch(scope: Construct, { path, method, headers, query }: HttpMatch, port: number | undefined) {
  const rest: Plain<VirtualServiceSpecHttpMatch> = {
    ...(method && { method: { exact: method } }),
    ...(headers?.length && { headers: byName(renderHeaderMatches(scope, headers), (name) => name.toLowerCase()) }),
    ...(query?.length && { queryParams: byName(renderQueryMatches(scope, query), (name) => name) }),
    ...(port !== undefined && { port }),
  };
  return urisOf(scope, path).map((uri): Plain<VirtualServiceSpecHttpMatch> => ({ ...(uri && { uri }), ...rest }));
}

function urisOf(scope: Construct, path: HttpMatch['path']) {
  if (!path) return [undefined];
  const { type, value } = path._render(scope);
  if (type === 'RegularExpression') return [{ regex: value }];
  if (type === 'Exact') return [{ exact: value }];
  const prefix = value.replace(/\/$/, '');
  return prefix === '' ? [undefined] : [{ exact: prefix }, { prefix: `${prefix}/` }];
}

type RenderedValue = ReturnType<HttpValueMatch['_render']>;

function byName(matches: readonly RenderedValue[], nameOf: (name: string) => string) {
  return Object.fromEntries(matches.map(({ type, name, value }) => [nameOf(name), type === 'Exact' ? { exact: value } : { regex: value }]));
}
