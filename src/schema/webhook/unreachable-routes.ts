import { goJson, goQuote } from '../go-text';
import type { HttpMatch, HttpRoute, StringMatch } from './http-route';
import type { Findings, WebhookFinding } from './problem';
import { warning } from './problem';

interface Route {
  readonly name?: string;
  readonly match?: readonly object[];
}

/** What routes can never be taken, because earlier ones take the same. @see analyzeUnreachableTCPRules */
export function* unreachableFindings(routes: readonly Route[], path: string): Findings {
  const takenBy = new Map<string, number>();
  let catchAll = false;
  for (const [index, { match = [] }] of routes.entries()) {
    const field = `${path}[${index}]`;
    if (match.length === 0) {
      if (catchAll) yield unused(field, nameOf(routes, index), 'only the last rule can have no matches');
      catchAll = true;
    } else if (catchAll) {
      for (const _ of match) yield unused(field, nameOf(routes, index), 'route without matches defined before');
    } else {
      yield* repeatedMatchFindings(routes, index, takenBy, field);
    }
  }
}

function* repeatedMatchFindings(routes: readonly Route[], index: number, takenBy: Map<string, number>, path: string): Findings {
  const matches = routes[index].match!;
  let repeated = 0;
  for (const [place, match] of matches.entries()) {
    const key = goJson({ ...match, name: undefined });
    const earlier = takenBy.get(key);
    if (earlier === undefined) {
      takenBy.set(key, index);
    } else {
      repeated += 1;
      yield ineffective(`${path}.match[${place}]`, nameOf(routes, index), nameOf(matches, place), nameOf(routes, earlier));
    }
  }
  if (repeated === matches.length) yield unused(path, nameOf(routes, index), 'all matches used by prior rules');
}

/** The same for HTTP, where a match of a path's beginning also hides those of longer ones. @see analyzeUnreachableHTTPRules */
export function* unreachableHttpFindings(routes: readonly HttpRoute[]): Findings {
  yield* unreachableFindings(routes, 'spec.http');
  const prefixes = prefixMatches(routes);
  for (const [position, first] of prefixes.entries()) {
    for (const later of prefixes.slice(position + 1)) {
      if (first.prefix !== later.prefix && covers(first, later)) {
        const [hidden, hiding] = [`${later.name} of prefix ${later.prefix}`, `${first.name} of prefix ${first.prefix} on ${first.route}`];
        yield ineffective(later.path, later.route, hidden, hiding);
      }
    }
  }
}

function unused(path: string, route: string, reason: string): WebhookFinding {
  return warning(path, `virtualService rule ${route} not used (${reason})`);
}

function ineffective(path: string, route: string, match: string, other: string): WebhookFinding {
  return warning(path, `virtualService rule ${route} match ${match} is not used (duplicate/overlapping match in rule ${other})`);
}

function nameOf(named: readonly { readonly name?: string }[], index: number): string {
  return named[index].name ? goQuote(named[index].name) : `#${index}`;
}

interface PrefixMatch {
  readonly path: string;
  readonly route: string;
  readonly name: string;
  readonly prefix: string;
  readonly port: number;
  readonly texts: readonly string[];
  readonly maps: readonly Readonly<Record<string, string>>[];
}

/** The matches of paths by their beginning, but for those that are repeated or come after a route without matches. */
function prefixMatches(routes: readonly HttpRoute[]): PrefixMatch[] {
  const seen = new Set<string>();
  const end = routes.findIndex(({ match = [] }) => match.length === 0);
  return routes.slice(0, end < 0 ? undefined : end).flatMap(({ match = [] }, index) => match.flatMap((one, place) => {
    const key = goJson({ ...one, name: undefined });
    if (seen.has(key) || !one.uri?.prefix) return [];
    seen.add(key);
    return [{
      path: `spec.http[${index}].match[${place}]`,
      route: nameOf(routes, index),
      name: nameOf(match, place),
      prefix: one.uri.prefix,
      port: one.port ?? 0,
      ...conditions(one),
    }];
  }));
}

function conditions({ method, authority, headers, queryParams, withoutHeaders }: HttpMatch): Pick<PrefixMatch, 'texts' | 'maps'> {
  const textsOf = (map: Readonly<Record<string, StringMatch>> = {}) =>
    Object.fromEntries(Object.entries(map).map(([key, value]) => [key, textOf(value)]));
  return { texts: [textOf(method) || 'exact:GET', textOf(authority)], maps: [headers, queryParams, withoutHeaders].map(textsOf) };
}

function textOf({ exact, prefix }: StringMatch = {}): string {
  return exact ? `exact:${exact}` : prefix ? `prefix:${prefix}` : '';
}

/** @see coveredValidation */
function covers(first: PrefixMatch, later: PrefixMatch): boolean {
  return later.prefix.startsWith(first.prefix) && later.port === first.port
    && first.texts.every((text, index) => text.startsWith(later.texts[index]))
    && first.maps.every((map, index) => coversMap(map, later.maps[index]));
}

function coversMap(first: Readonly<Record<string, string>>, later: Readonly<Record<string, string>>): boolean {
  return Object.keys(first).length === Object.keys(later).length
    && Object.entries(first).every(([key, text]) => Object.hasOwn(later, key) && text.startsWith(later[key]));
}
