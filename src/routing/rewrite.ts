import type { RouteEntry } from './route-entry';
import type { HttpRule } from '../mesh/kinds/istio-traffic';
import { withoutQuery } from '../request/normalize-path';
import { quote, Regex } from '../request/regex';

type Rewrite = NonNullable<HttpRule['rewrite']>;

/**
 * The path that the backend sees.
 * @see istio pilot/pkg/networking/core/route/route.go applyHTTPRouteDestination, envoy source/common/router/config_impl.cc
 */
export function rewritePath(entry: RouteEntry, path: string): string {
  const { rewrite } = entry.rule;
  if (!rewrite) return path;
  const plain = withoutQuery(path);
  return `${rewritePlain(entry, rewrite, plain)}${path.slice(plain.length)}`;
}

function rewritePlain(entry: RouteEntry, { uri, uriRegexRewrite }: Rewrite, path: string): string {
  if (uriRegexRewrite) return replaceAll(uriRegexRewrite, path);
  if (!uri) return path;
  if (entry.isConverted && uri === '/') return removePrefix(entry, path);
  return replaceMatched(entry, path, uri);
}

/** What a regular expression matches that can't be read here stays as it is. */
function replaceAll({ match = '', rewrite = '' }: NonNullable<Rewrite['uriRegexRewrite']>, path: string): string {
  try {
    return new Regex(match).replace(path, rewrite);
  } catch {
    return path;
  }
}

/** Removes a prefix of the Gateway API, and leaves one slash. */
function removePrefix({ match }: RouteEntry, path: string): string {
  const prefix = match?.uri?.prefix ?? '';
  return new Regex(`^${quote(prefix === '/' ? '' : prefix)}(/?)(.*)`).replace(path, '/\\2');
}

/** Replaces what the match of a route took: the whole path, or its prefix. */
export function replaceMatched({ match }: RouteEntry, path: string, replacement: string): string {
  const uri = match?.uri;
  if (uri?.exact !== undefined || uri?.regex !== undefined) return replacement;
  return `${replacement}${path.slice((uri?.prefix ?? '/').length)}`;
}
