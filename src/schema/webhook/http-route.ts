import { goQuote } from '../go-text';
import { optionalDurationProblem } from './durations';
import { gatewayNameFindings } from './gateway-names';
import type { Headers } from './http-headers';
import { headerFindings, isAuthority, isClaim, matchNameProblem } from './http-headers';
import type { CorsPolicy, DirectResponse, Fault, Redirect, Retries, Rewrite } from './http-options';
import { corsFindings, directResponseFindings, faultFindings, redirectProblem, retryFindings, rewriteProblem } from './http-options';
import { isDnsLabel, portProblem, tagProblems } from './names';
import type { Findings } from './problem';
import { each, eachValue, error, errorAt, errorIf, errorsOf, warningIf } from './problem';
import type { Destination, RouteDestination } from './route-destinations';
import { destinationFindings, destinationsFindings } from './route-destinations';
import { stringMatchProblem } from './string-match';

/** A text by its whole, its beginning, or a regular expression. */
export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

type StringMatches = Readonly<Record<string, StringMatch>>;

export interface HttpMatch {
  readonly name?: string;
  readonly uri?: StringMatch;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: StringMatches;
  readonly withoutHeaders?: StringMatches;
  readonly queryParams?: StringMatches;
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly gateways?: readonly string[];
}

interface HttpDestination extends RouteDestination {
  readonly headers?: Headers;
}

interface Percent {
  readonly value?: number;
}

interface Mirror {
  readonly destination?: Destination;
  readonly percentage?: Percent;
}

export interface HttpRoute {
  readonly name?: string;
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly HttpDestination[];
  readonly redirect?: Redirect;
  readonly directResponse?: DirectResponse;
  readonly delegate?: object;
  readonly rewrite?: Rewrite;
  readonly timeout?: string;
  readonly retries?: Retries;
  readonly fault?: Fault;
  readonly mirror?: Destination;
  readonly mirrors?: readonly Mirror[];
  readonly mirrorPercent?: number;
  /** Another name of `mirrorPercent`. */
  readonly mirror_percent?: number;
  readonly mirrorPercentage?: Percent;
  readonly corsPolicy?: CorsPolicy;
  readonly headers?: Headers;
}

/** What matters of the VirtualService that has a route. */
export interface RouteContext {
  /** It has no hosts: another one delegates to it. */
  readonly isDelegate: boolean;
  /** None of its gateways is the mesh. */
  readonly isForGateway: boolean;
  readonly gateways: readonly string[];
}

/** @see istio pkg/config/validation/virtualservice.go validateHTTPRoute */
export function* httpRouteFindings(route: HttpRoute, path: string, context: RouteContext): Findings {
  const { headers, rewrite, timeout, route: destinations = [] } = route;
  for (const problem of conflicts(route, context)) yield error(path, problem);
  for (const [match, field] of each(route.match, `${path}.match`)) yield* matchFindings(match, field, context);
  yield* headerFindings(headers, `${path}.headers`);
  yield* optionFindings(route, path);
  yield* mirrorFindings(route, path);
  yield* errorAt(`${path}.headers.request`, authorityProblem(rewrite, headers));
  for (const [destination, field] of each(destinations, `${path}.route`)) yield* headerFindings(destination.headers, `${field}.headers`);
  yield* destinationsFindings(destinations, `${path}.route`);
  yield* errorAt(`${path}.timeout`, optionalDurationProblem(timeout));
}

function* optionFindings({ corsPolicy, fault, redirect, match, directResponse, retries, rewrite }: HttpRoute, path: string): Findings {
  if (corsPolicy) yield* corsFindings(corsPolicy, `${path}.corsPolicy`);
  if (fault) yield* faultFindings(fault, `${path}.fault`);
  if (redirect) yield* errorAt(`${path}.redirect`, redirectProblem(redirect, (match ?? []).map(({ uri }) => uri)));
  if (directResponse) yield* directResponseFindings(directResponse, `${path}.directResponse`);
  if (retries) yield* retryFindings(retries, `${path}.retries`);
  if (rewrite) yield* errorAt(`${path}.rewrite`, rewriteProblem(rewrite));
}

/** @see validateHTTPRouteConflict */
function conflicts(http: HttpRoute, { isDelegate }: RouteContext): string[] {
  const hasBothMirrors = http.mirror !== undefined && Boolean(http.mirrors?.length);
  if (http.delegate && !isDelegate) return rootConflicts(http);
  return [
    ...(http.delegate ? ['delegate HTTP route cannot contain delegate'] : []),
    ...answerConflicts(http),
    ...(hasBothMirrors ? ['HTTP route cannot contain both mirror and mirrors'] : []),
  ];
}

function rootConflicts({ name = '', redirect, route }: HttpRoute): string[] {
  return [
    ...(redirect ? [`root HTTP route ${name} must not specify redirect`] : []),
    ...(route?.length ? [`root HTTP route ${name} must not specify route`] : []),
  ];
}

function answerConflicts({ route = [], redirect, directResponse, fault, rewrite }: HttpRoute): string[] {
  if (!redirect && !directResponse) return route.length > 0 ? [] : ['HTTP route, redirect or direct_response is required'];
  const answer = redirect ? 'redirect' : 'direct_response';
  const others: readonly (readonly [unknown, string])[] = [
    [route[0], `HTTP route cannot contain both route and ${answer}`],
    [fault, `HTTP route cannot contain both fault and ${answer}`],
    [rewrite, `HTTP route rule cannot contain both rewrite and ${answer}`],
    [redirect && directResponse, 'HTTP route rule cannot contain both direct_response and redirect'],
  ];
  return others.filter(([other]) => other).map(([, problem]) => problem);
}

/** @see validateHTTPRouteMatchRequest */
function* matchFindings(match: HttpMatch, path: string, context: RouteContext): Findings {
  yield* headerMatchFindings(match, path, context);
  yield* errorAt(`${path}.uri`, stringMatchProblem(match.uri, 'uri', { allowsEmptyPrefix: true }));
  for (const field of ['scheme', 'method', 'authority'] as const) yield* errorAt(`${path}.${field}`, stringMatchProblem(match[field], field));
  for (const [one, field] of eachValue(match.queryParams, `${path}.queryParams`)) yield* errorAt(field, stringMatchProblem(one, 'queryParams'));
  yield* sourceMatchFindings(match, path);
}

function* sourceMatchFindings({ port, sourceLabels, gateways, sourceNamespace }: HttpMatch, path: string): Findings {
  if (port) yield* errorAt(`${path}.port`, portProblem(port));
  for (const problem of tagProblems(sourceLabels)) yield error(`${path}.sourceLabels`, problem);
  yield* errorsOf(gatewayNameFindings(gateways, `${path}.gateways`));
  const isBad = sourceNamespace && !isDnsLabel(sourceNamespace);
  yield* errorIf(Boolean(isBad), `${path}.sourceNamespace`, `sourceNamespace match ${sourceNamespace} is invalid`);
}

function* headerMatchFindings(match: HttpMatch, path: string, { isForGateway, gateways }: RouteContext): Findings {
  for (const list of ['headers', 'withoutHeaders'] as const) {
    for (const [one, field, name] of eachValue(match[list], `${path}.${list}`)) {
      // In `withoutHeaders` a lone star stands for any value.
      const isAny = list === 'withoutHeaders' && one.regex === '*';
      yield* errorAt(field, matchNameProblem(name));
      yield* errorAt(field, isAny ? undefined : stringMatchProblem(one, list));
      yield* errorIf(!isForGateway && isClaim(name), field, `JWT claim based routing (key: ${name}) is only supported for gateway, found no gateways: [${gateways.join(' ')}]`);
    }
  }
}

function* mirrorFindings({ mirror, mirrors, mirrorPercentage, ...route }: HttpRoute, path: string): Findings {
  const percent = route.mirrorPercent ?? route.mirror_percent ?? -1;
  yield* errorIf(percent > 100, `${path}.mirrorPercent`, `mirror_percent must have a max value of 100 (it has ${percent})`);
  yield* warningIf(percent >= 0, `${path}.mirrorPercent`, 'using deprecated setting "mirrorPercent", use "mirrorPercentage" instead');
  yield* errorAt(`${path}.mirrorPercentage`, shareProblem(mirrorPercentage, 'mirror_percentage'));
  if (mirror) yield* destinationFindings(mirror, `${path}.mirror`);
  for (const [{ destination, percentage }, field] of each(mirrors, `${path}.mirrors`)) {
    yield* errorIf(!destination, field, 'destination is required for mirrors');
    if (destination) yield* destinationFindings(destination, `${field}.destination`);
    if (destination) yield* errorAt(`${field}.percentage`, shareProblem(percentage, 'mirror percentage'));
  }
}

function shareProblem({ value = 0 }: Percent = {}, name: string): string | undefined {
  if (value > 100) return `${name} must have a max value of 100 (it has ${value.toFixed(6)})`;
  return value < 0 ? `${name} must have a min value of 0 (it has ${value.toFixed(6)})` : undefined;
}

/** @see validateAuthorityRewrite */
function authorityProblem({ authority }: Rewrite = {}, { request = {} }: Headers = {}): string | undefined {
  const changes = [...Object.entries(request.set ?? {}), ...Object.entries(request.add ?? {})].filter(([name]) => isAuthority(name));
  const [first, second] = [...(authority ? [authority] : []), ...changes.map(([, value]) => value)];
  return second === undefined ? undefined : `authority header cannot be set multiple times: have ${goQuote(first)}, attempting to set ${goQuote(second)}`;
}
