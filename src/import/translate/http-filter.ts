import { secondsExpression } from './duration';
import { backendExpression } from './route-references';
import type { RouteFilter } from '../../mesh/kinds/routes';
import type { Expression } from '../../program/expression';
import { callOurs, list, plain, struct } from '../../program/expression';
import { NotCovered } from '../item';
import type { ProgramPlace } from '../scope';

type Translation = (filter: RouteFilter) => Expression;
type HeaderChanges = NonNullable<RouteFilter['requestHeaderModifier']>;
type Path = NonNullable<RouteFilter['urlRewrite']>['path'];

const FILTERS: Readonly<Record<string, Translation | undefined>> = {
  RequestRedirect: redirect,
  URLRewrite: ({ urlRewrite: { hostname, path } = {} }) => callOurs('HttpFilter', 'rewrite', struct({
    ...(hostname !== undefined && { hostname: plain(hostname) }), path: pathRewrite(path),
  })),
  CORS: ({ cors: { maxAge, ...cors } = {} }) => callOurs('HttpFilter', 'cors', struct({
    ...fieldsOf(cors), maxAge: maxAge === undefined || maxAge === 5 ? undefined : secondsExpression(maxAge),
  })),
};

/** Filters of a route as `HttpFilter`s; undefined if there are none. */
export function filtersExpression(filters: readonly RouteFilter[] | undefined, place: ProgramPlace): Expression | undefined {
  return filters?.length ? list(filters.map((filter) => filterExpression(filter, place))) : undefined;
}

/** Filters that only change headers, or mirror, by the names that the routes of a kind have for them. */
export function headerFiltersExpression(
  className: string, filters: readonly RouteFilter[] | undefined, place: ProgramPlace,
): Expression | undefined {
  return filters?.length ? list(filters.map((filter) => headerFilter(className, filter, place))) : undefined;
}

function headerFilter(className: string, filter: RouteFilter, place: ProgramPlace): Expression {
  switch (filter.type) {
    case 'RequestHeaderModifier': return callOurs(className, 'requestHeaders', headerChanges(filter.requestHeaderModifier));
    case 'ResponseHeaderModifier': return callOurs(className, 'responseHeaders', headerChanges(filter.responseHeaderModifier));
    case 'RequestMirror': return callOurs(className, 'mirror', ...mirrorArguments(filter, place));
    default: throw new NotCovered(`no construct has a filter of type ${filter.type} here`);
  }
}

function filterExpression(filter: RouteFilter, place: ProgramPlace): Expression {
  return FILTERS[filter.type ?? '']?.(filter) ?? headerFilter('HttpFilter', filter, place);
}

function headerChanges({ set, add, remove }: HeaderChanges = {}): Expression {
  return struct({ set: headerMap(set), add: headerMap(add), remove: remove && plain(remove) });
}

function headerMap(headers: HeaderChanges['set']): Expression | undefined {
  return headers && plain(Object.fromEntries(headers.map(({ name = '', value }) => [name, value])));
}

function redirect({ requestRedirect: { path, statusCode, ...rest } = {} }: RouteFilter): Expression {
  return callOurs('HttpFilter', 'redirect', struct({
    ...fieldsOf(rest), path: pathRewrite(path), statusCode: statusCode === 302 || statusCode === undefined ? undefined : plain(statusCode),
  }));
}

function pathRewrite(path: Path): Expression | undefined {
  if (!path) return undefined;
  return path.type === 'ReplaceFullPath'
    ? callOurs('HttpPathRewrite', 'fullPath', plain(path.replaceFullPath ?? ''))
    : callOurs('HttpPathRewrite', 'prefix', plain(path.replacePrefixMatch ?? ''));
}

function mirrorArguments({ requestMirror: { backendRef = {}, percent, fraction } = {} }: RouteFilter, place: ProgramPlace): Expression[] {
  const { numerator, denominator } = fraction ?? {};
  const share = { percent, fraction: fraction && { numerator, ...(denominator !== 100 && { denominator }) } };
  const options = percent !== undefined || fraction ? [plain(share)] : [];
  return [backendExpression(backendRef, place), ...options];
}

function fieldsOf(fields: object): Record<string, Expression> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]));
}
