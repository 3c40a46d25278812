import { regexTruth, stringTest } from './string-match';
import type { RouteEntry } from './waypoint-routes';
import type { HttpMatch, StringMatch } from '../mesh/kinds/istio-traffic';
import type { Headers } from '../request/headers';
import { headerValues } from '../request/headers';
import { withoutQuery } from '../request/normalize-path';
import type { Truth, Unknown } from '../request/truth';
import { allOf, anyOf, both, isUnknown, not, test } from '../request/truth';

/** What routes look at in a request. */
export interface RoutedRequest {
  readonly method: string;
  /** Normalized, with the query. */
  readonly path: string;
  readonly host: string;
  readonly headers: Headers;
}

/** The line of the route table that takes a request. */
export interface RouteChoice {
  /** Undefined: none does. */
  readonly entry: RouteEntry | undefined;
  /** The index of that line. */
  readonly position: number;
  /** Lines before it that may take the request as well, depending on what it does not say. */
  readonly alternatives: readonly { readonly entry: RouteEntry; readonly position: number; readonly truth: Unknown }[];
}

/** Finds the line of a route table that takes a request. */
export function chooseRoute(entries: readonly RouteEntry[], request: RoutedRequest): RouteChoice {
  const alternatives: { entry: RouteEntry; position: number; truth: Unknown }[] = [];
  for (const [position, entry] of entries.entries()) {
    const truth = matches(entry, request);
    if (truth === true) return { entry, position, alternatives };
    if (isUnknown(truth)) alternatives.push({ entry, position, truth });
  }
  return { entry: undefined, position: -1, alternatives };
}

/** What all alternatives of a choice depend on. */
export function doubtsOf({ alternatives }: RouteChoice): Unknown | undefined {
  return alternatives.map(({ truth }) => truth).reduce<Unknown | undefined>((all, one) => all ? both(all, one) : one, undefined);
}

/** @see istio pilot/pkg/networking/core/route/route.go TranslateRouteMatch */
function matches({ match, isConverted }: RouteEntry, request: RoutedRequest): Truth {
  if (!match) return true;
  const pseudo = [[match.method, request.method], [match.authority, request.host], [match.scheme, 'http']] as const;
  return allOf<Truth>([
    pathMatches(match, isConverted, request.path),
    allOf(pseudo, ([wanted, value]) => !wanted || (stringTest(wanted)?.(value) ?? true)),
    queryMatches(match, request.path),
    allOf(Object.entries(match.headers ?? {}), ([name, wanted]) => headerMatches(name, wanted, request)),
    allOf(Object.entries(match.withoutHeaders ?? {}), ([name, wanted]) => not(headerMatches(name, wanted, request, ['']))),
  ], (truth) => truth);
}

function pathMatches({ uri, ignoreUriCase }: HttpMatch, isConverted: boolean, fullPath: string): Truth {
  if (!uri) return true;
  const path = withoutQuery(fullPath);
  if (uri.regex !== undefined) return regexTruth(uri.regex)(path);
  const [text, wanted] = [path, uri.exact ?? uri.prefix ?? '/'].map((one) => ignoreUriCase ? one.toLowerCase() : one);
  if (uri.exact !== undefined) return text === wanted;
  return isConverted && wanted !== '/' ? isBelow(text, wanted.replace(/\/$/, '')) : text.startsWith(wanted);
}

/** Prefixes of the Gateway API end at a slash, those of a VirtualService anywhere. */
function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** @param missing what a header counts as that is not there, unless it is its presence that is asked for */
function headerMatches(name: string, wanted: StringMatch, request: RoutedRequest, missing: readonly string[] = []): Truth {
  const holds = stringTest(wanted);
  return test(headerValues(request, name), (lines) => holds ? anyOf(lines.length > 0 ? lines : missing, holds) : lines.length > 0);
}

/** Of a parameter that is given several times the first value counts. */
function queryMatches({ queryParams }: HttpMatch, path: string): Truth {
  const wanted = Object.entries(queryParams ?? {});
  if (wanted.length === 0) return true;
  const given = queryOf(path);
  return allOf(wanted, ([name, match]) => {
    const value = given.get(name);
    return value !== undefined && (stringTest(match)?.(value) ?? true);
  });
}

function queryOf(path: string): Map<string, string> {
  const values = new Map<string, string>();
  const start = path.indexOf('?');
  for (const part of start < 0 ? [] : path.slice(start + 1).split('&')) {
    const [name, ...value] = part.split('=');
    if (!values.has(name)) values.set(name, value.join('='));
  }
  return values;
}
