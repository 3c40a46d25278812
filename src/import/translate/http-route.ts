import { durationExpression } from './duration';
import { filtersExpression } from './http-filter';
import { backendExpression, routeProps } from './route-references';
import type { HttpRouteMatch, HttpRouteRule, L7BackendRef } from '../../mesh/kinds/routes';
import type { Expression, Props } from '../../program/expression';
import { callOurs, enumMember, list, plain, struct } from '../../program/expression';
import type { Item } from '../item';
import { Stage } from '../item';
import { objectItem } from '../object-item';
import type { ProgramPlace, Scope } from '../scope';
import type { SourceObject } from '../source-object';

/** An HTTPRoute as `HttpRoute`. */
export function httpRouteItem(route: SourceObject, scope: Scope): Item {
  const place = { scope, namespace: route.namespace };
  return objectItem(route, scope, {
    construct: 'HttpRoute',
    stage: Stage.ROUTE,
    suffix: 'route',
    nameProperty: 'routeName',
    props: { ...routeProps(route, place), ...rulesOf(route.body.spec?.rules ?? [], place) },
  });
}

function rulesOf(rules: readonly HttpRouteRule[], place: ProgramPlace): Props {
  if (rules.length === 1 && isPlainSplit(rules[0])) return { backends: backends(rules[0].backendRefs, place) };
  return { rules: list(rules.map((rule) => ruleExpression(rule, place))) };
}

/** Whether a rule says nothing but where all requests go. */
function isPlainSplit({ matches, backendRefs, ...rest }: HttpRouteRule): boolean {
  return Object.keys(rest).length === 0 && isAnyRequest(matches) && (backendRefs ?? []).length > 0;
}

function isAnyRequest(matches: HttpRouteRule['matches']): boolean {
  return matches === undefined || (matches.length === 1 && isAnyPath(matches[0].path) && Object.keys(matches[0]).length === 1);
}

function isAnyPath(path: HttpRouteMatch['path']): boolean {
  return path?.type === 'PathPrefix' && path.value === '/';
}

function ruleExpression(rule: HttpRouteRule, place: ProgramPlace): Expression {
  const { name, matches, filters, backendRefs, timeouts, retry } = rule;
  return struct({
    name: name === undefined ? undefined : plain(name),
    matches: isAnyRequest(matches) ? undefined : list((matches ?? []).map(matchExpression)),
    filters: filtersExpression(filters, place),
    backends: backends(backendRefs, place),
    timeouts: timeouts && durations(timeouts),
    retry: retry && retryExpression(retry),
  });
}

function backends(refs: readonly L7BackendRef[] | undefined, place: ProgramPlace): Expression | undefined {
  return refs?.length ? list(refs.map((ref) => backendExpression(ref, place, filtersExpression(ref.filters, place)))) : undefined;
}

function durations(timeouts: { readonly [name: string]: string | undefined }): Expression {
  return struct(Object.fromEntries(Object.entries(timeouts).map(([name, text]) => [name, text && durationExpression(text)])) as Props);
}

function retryExpression({ attempts, backoff, codes }: NonNullable<HttpRouteRule['retry']>): Expression {
  return struct({
    attempts: attempts === undefined || attempts === 1 ? undefined : plain(attempts),
    backoff: backoff === undefined ? undefined : durationExpression(backoff),
    codes: codes && plain(codes),
  });
}

const PATHS: Readonly<Record<string, string>> = { Exact: 'exact', PathPrefix: 'prefix', RegularExpression: 'regex' };

function matchExpression({ path, method, headers, queryParams }: HttpRouteMatch): Expression {
  return struct({
    path: path && !isAnyPath(path) ? callOurs('HttpPathMatch', PATHS[path.type ?? ''], plain(path.value ?? '')) : undefined,
    method: method === undefined ? undefined : enumMember('HttpMethod', method),
    headers: headers && list(headers.map(valueMatch)),
    query: queryParams && list(queryParams.map(valueMatch)),
  });
}

/** A header or parameter as `HttpValueMatch`. */
export function valueMatch({ type, name = '', value = '' }: NonNullable<HttpRouteMatch['headers']>[number]): Expression {
  return callOurs('HttpValueMatch', type === 'RegularExpression' ? 'regex' : 'exact', plain(name), plain(value));
}
