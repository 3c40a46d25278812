import type { Construct } from 'constructs';
import { renderBackendRefs } from './backend-refs';
import { gatewayDuration } from './duration';
import { renderFilters } from './filter-manifest';
import type { HttpMatch } from './http-match';
import { HttpPathMatch } from './http-match';
import type { HttpRetry, HttpRule, HttpTimeouts } from './http-rule';
import { renderHeaderMatches, renderQueryMatches } from './value-matches';
import type { HttpRouteSpecRules, HttpRouteSpecRulesMatches } from '../../../imports/gateway.networking.k8s.io';
import { checkInteger } from '../check-integer';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** A rule as in the manifest. */
export function renderRule(scope: Construct, rule: HttpRule, routeNamespace: string): Plain<HttpRouteSpecRules> {
  return {
    matches: renderMatches(scope, rule.matches),
    ...(rule.filters?.length && { filters: renderFilters(scope, rule.filters, routeNamespace) }),
    ...(rule.timeouts && { timeouts: renderTimeouts(scope, rule.timeouts) }),
    ...(rule.retry && { retry: renderRetry(scope, rule.retry) }),
    ...renderBackends(scope, rule, routeNamespace),
  };
}

/** Whether a rule takes every request: a match with nothing but the path `/`. */
export function takesAllRequests({ matches }: Plain<HttpRouteSpecRules>): boolean {
  return matches!.some((match) => Object.keys(match).length === 1 && match.path?.type === 'PathPrefix' && match.path.value === '/');
}

function renderBackends(scope: Construct, rule: HttpRule, routeNamespace: string) {
  const backends = rule.backends ?? [];
  const redirects = rule.filters?.some((filter) => filter._kind === 'RequestRedirect');
  if (redirects) {
    if (backends.length > 0) throw problem(scope, 'a rule has a redirect and backends, but a redirect answers all requests: remove one of the two');
    return {};
  }
  return { backendRefs: renderBackendRefs(scope, backends, routeNamespace) };
}

function renderTimeouts(scope: Construct, timeouts: HttpTimeouts) {
  const request = gatewayDuration(scope, 'timeouts.request', timeouts.request);
  const backendRequest = gatewayDuration(scope, 'timeouts.backendRequest', timeouts.backendRequest);
  if (timeouts.request && timeouts.backendRequest
    && timeouts.backendRequest.toMilliseconds({ integral: false }) > timeouts.request.toMilliseconds({ integral: false })) {
    throw problem(scope, `timeouts.backendRequest (${backendRequest}) is longer than timeouts.request (${request}): write at most that`);
  }
  return { ...(request && { request }), ...(backendRequest && { backendRequest }) };
}

function renderRetry(scope: Construct, { attempts = 1, backoff, codes }: HttpRetry) {
  const odd = codes?.find((code) => !Number.isInteger(code) || code < 400 || code > 599);
  if (odd !== undefined) throw problem(scope, `retry.codes has ${odd}: write statuses from 400 to 599`);
  return {
    attempts: checkInteger(scope, 'retry.attempts', attempts, 0),
    ...(backoff && { backoff: gatewayDuration(scope, 'retry.backoff', backoff) }),
    ...(codes?.length && { codes }),
  };
}

/** The matches of a rule, with the defaults of the schema written out: a rule without matches takes everything. */
function renderMatches(scope: Construct, matches: readonly HttpMatch[] = [{}]): Plain<HttpRouteSpecRulesMatches>[] {
  if (matches.length === 0) throw problem(scope, 'a rule has an empty list "matches": list at least one, or leave it out to match everything');
  return matches.map((match) => ({
    path: (match.path ?? HttpPathMatch.prefix('/'))._render(scope),
    ...(match.method && { method: match.method }),
    ...(match.headers?.length && { headers: renderHeaderMatches(scope, match.headers) }),
    ...(match.query?.length && { queryParams: renderQueryMatches(scope, match.query) }),
  }));
}
