import type { RouteEntry } from './route-entry';
import type { TextTruth } from './string-match';
import { regexTruth, stringTest } from './string-match';
import type { HttpMatch, StringMatch } from '../mesh/kinds/istio-traffic';
import { remember } from '../mesh/remember';
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

/** One condition of a match. */
type RequestTest = (request: RoutedRequest) => Truth;

/**
 * Makes the match of a line ready to be asked.
 * @see istio pilot/pkg/networking/core/route/route.go TranslateRouteMatch
 */
const testsOf = remember(({ match = {}, isConverted }: RouteEntry): readonly RequestTest[] => [
  ...pathTests(match, isConverted),
  ...textTests(match.method, ({ method }) => method),
  ...textTests(match.authority, ({ host }) => host),
  ...textTests(match.scheme, () => 'http'),
  ...Object.entries(match.queryParams ?? {}).map(([name, wanted]) => queryTest(name, wanted)),
  ...Object.entries(match.headers ?? {}).map(([name, wanted]) => headerTest(name, wanted)),
  ...Object.entries(match.withoutHeaders ?? {}).map(([name, wanted]) => notTest(headerTest(name, wanted, ['']))),
]);

function matches(entry: RouteEntry, request: RoutedRequest): Truth {
  return allOf(testsOf(entry), (holds) => holds(request));
}

function notTest(holds: RequestTest): RequestTest {
  return (request) => not(holds(request));
}

function pathTests({ uri, ignoreUriCase }: HttpMatch, isConverted: boolean): RequestTest[] {
  if (!uri) return [];
  const { regex, exact, prefix = '/' } = uri;
  if (regex !== undefined) return [pathTest(regexTruth(regex))];
  const cased = (text: string) => ignoreUriCase ? text.toLowerCase() : text;
  const wanted = cased(exact ?? prefix);
  if (exact !== undefined) return [pathTest((path) => cased(path) === wanted)];
  if (!isConverted || wanted === '/') return [pathTest((path) => cased(path).startsWith(wanted))];
  return [pathTest((path) => isBelow(cased(path), wanted.replace(/\/$/, '')))];
}

function pathTest(holds: TextTruth): RequestTest {
  return ({ path }) => holds(withoutQuery(path));
}

/** Prefixes of the Gateway API end at a slash, those of a VirtualService anywhere. */
function isBelow(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/');
}

function textTests(wanted: StringMatch | undefined, textOf: (request: RoutedRequest) => string): RequestTest[] {
  const holds = wanted && stringTest(wanted);
  return holds ? [(request) => holds(textOf(request))] : [];
}

/** @param missing what a header counts as that is not there, unless it is its presence that is asked for */
function headerTest(name: string, wanted: StringMatch, missing: readonly string[] = []): RequestTest {
  const holds = stringTest(wanted);
  const hold = (lines: readonly string[]) => holds ? anyOf(lines.length > 0 ? lines : missing, holds) : lines.length > 0;
  return (request) => test(headerValues(request, name), hold);
}

/** Of a parameter that is given several times the first value counts. */
function queryTest(name: string, wanted: StringMatch): RequestTest {
  const holds = stringTest(wanted);
  return ({ path }) => {
    const value = queryOf(path).get(name);
    return value !== undefined && (holds?.(value) ?? true);
  };
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
