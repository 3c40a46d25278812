import { replaceMatched } from './rewrite';
import type { RouteEntry } from './route-entry';
import type { HttpRule } from '../mesh/kinds/istio-traffic';
import { withoutQuery } from '../request/normalize-path';

type Redirect = NonNullable<HttpRule['redirect']>;

/** Where a redirect sends a client. */
export interface Redirection {
  readonly status: number;
  readonly location: string;
}

const PORT_OF_SCHEME: Readonly<Record<string, number>> = { http: 80, https: 443 };

/**
 * The answer of a rule that redirects.
 * @param port the port that the client dialled
 * @see istio pilot/pkg/networking/core/route/route.go ApplyRedirect, envoy source/common/router/config_impl.cc newUri
 */
export function redirect(entry: RouteEntry, request: { readonly host: string; readonly path: string }, port: number): Redirection {
  const rule = entry.rule.redirect!;
  const scheme = rule.scheme || 'http';
  const newPort = portOf(rule, scheme, port);
  const host = rule.authority || withoutPort(request.host, rule.scheme ?? '', newPort !== undefined);
  const location = `${scheme}://${host}${newPort === undefined ? '' : `:${newPort}`}${pathOf(entry, rule, request.path)}`;
  return { status: rule.redirectCode || 301, location };
}

function portOf({ port, derivePort }: Redirect, scheme: string, dialled: number): number | undefined {
  const chosen = derivePort === 'FROM_REQUEST_PORT' ? dialled : port;
  return chosen === undefined || chosen === PORT_OF_SCHEME[scheme] ? undefined : chosen;
}

/** The host of the request keeps its port, unless another is set or it is the usual one of the scheme that is left. */
function withoutPort(host: string, newScheme: string, hasNewPort: boolean): string {
  const [, name, port] = /^(.*?)(:\d+)?$/.exec(host)!;
  if (port === undefined) return host;
  const isUsual = newScheme !== '' && newScheme !== 'http' && port === ':80';
  return hasNewPort || isUsual ? name : host;
}

function pathOf(entry: RouteEntry, { uri, prefixRewrite }: Redirect, path: string): string {
  const plain = withoutQuery(path);
  const query = path.slice(plain.length);
  if (prefixRewrite) return `${replaceMatched(entry, plain, prefixRewrite)}${query}`;
  if (!uri) return path;
  return uri.includes('?') ? uri : `${uri}${query}`;
}
