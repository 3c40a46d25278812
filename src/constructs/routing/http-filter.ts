import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Backend } from './backend';
import { wholeSeconds } from './duration';
import type { HttpPathRewrite } from './http-path-rewrite';
import type { HttpRouteSpecRulesFilters } from '../../../imports/gateway.networking.k8s.io';
import type { Plain } from '../plain';
import { problem } from '../problem';

type RenderedFilter = Plain<HttpRouteSpecRulesFilters>;

/** Changes to headers. At least one of the three. */
export interface HeaderChanges {
  /** Headers that get these values, whatever they had. @default - none */
  readonly set?: { [name: string]: string };
  /** Headers that get these values beside those that they have. @default - none */
  readonly add?: { [name: string]: string };
  /** Headers that are taken away. @default - none */
  readonly remove?: string[];
}

/** Where a request is redirected to. At least one of these. */
export interface RedirectOptions {
  /** `http` or `https`. @default - that of the request */
  readonly scheme?: string;
  /** The host name. @default - that of the request */
  readonly hostname?: string;
  /** The path. @default - that of the request */
  readonly path?: HttpPathRewrite;
  /** The port. @default - that of the scheme, or of the request */
  readonly port?: number;
  /** The status: 301, 302, 303, 307 or 308. @default 302 */
  readonly statusCode?: number;
}

/** How a request is rewritten. At least one of the two. */
export interface RewriteOptions {
  /** The host name. @default - that of the request */
  readonly hostname?: string;
  /** The path. @default - that of the request */
  readonly path?: HttpPathRewrite;
}

/** How many requests are mirrored. At most one of the two. */
export interface MirrorOptions {
  /** In percent, 0 to 100. @default 100 */
  readonly percent?: number;
  /** As a fraction, finer than percent. @default - `percent` decides */
  readonly fraction?: MirrorFraction;
}

/** A fraction of the requests. */
export interface MirrorFraction {
  /** The numerator, at least 0. */
  readonly numerator: number;
  /** The denominator, at least 1 and not below the numerator. @default 100 */
  readonly denominator?: number;
}

/** What browsers are told about requests from other origins. */
export interface CorsOptions {
  /** Origins, such as `https://www.example.com` or `https://*.example.com`; `*` for any. @default - none */
  readonly allowOrigins?: string[];
  /** Methods; `*` for any. @default - those that need no preflight */
  readonly allowMethods?: string[];
  /** Request headers; `*` for any. @default - those that need no preflight */
  readonly allowHeaders?: string[];
  /** Response headers that scripts may read. @default - those that are always readable */
  readonly exposeHeaders?: string[];
  /** Whether requests with credentials are allowed. @default false */
  readonly allowCredentials?: boolean;
  /** How long a browser may keep the answer, in whole seconds. @default 5 seconds */
  readonly maxAge?: Duration;
}

const REDIRECT_STATUS = [301, 302, 303, 307, 308] as const;

/** Something that is done to the requests of a rule, or to their responses. */
export class HttpFilter {
  /** Changes headers of requests. */
  public static requestHeaders(changes: HeaderChanges): HttpFilter {
    return new HttpFilter('RequestHeaderModifier', (scope) => ({
      type: 'RequestHeaderModifier', requestHeaderModifier: headerChanges(scope, changes),
    }));
  }

  /** Changes headers of responses. */
  public static responseHeaders(changes: HeaderChanges): HttpFilter {
    return new HttpFilter('ResponseHeaderModifier', (scope) => ({
      type: 'ResponseHeaderModifier', responseHeaderModifier: headerChanges(scope, changes),
    }));
  }

  /** Answers with a redirect. Such a rule has no backends. */
  public static redirect(options: RedirectOptions): HttpFilter {
    return new HttpFilter('RequestRedirect', (scope) => ({ type: 'RequestRedirect', requestRedirect: redirect(scope, options) }));
  }

  /** Rewrites the host name or the path. */
  public static rewrite(options: RewriteOptions): HttpFilter {
    return new HttpFilter('URLRewrite', (scope) => {
      if (!options.hostname && !options.path) throw problem(scope, 'a rewrite changes nothing: write "hostname" or "path"');
      return { type: 'URLRewrite', urlRewrite: { ...options, path: options.path?._render(scope) } };
    });
  }

  /** Sends a copy of requests to another Service and ignores its answers. */
  public static mirror(backend: Backend, options: MirrorOptions = {}): HttpFilter {
    return new HttpFilter('RequestMirror', (scope, namespace) => ({
      type: 'RequestMirror',
      requestMirror: { backendRef: backend._reference(scope, namespace), ...mirrored(scope, options) },
    }));
  }

  /** Answers preflight requests of browsers and marks responses for them. */
  public static cors(options: CorsOptions): HttpFilter {
    return new HttpFilter('CORS', (scope) => ({
      type: 'CORS',
      cors: { ...options, maxAge: wholeSeconds(scope, 'maxAge', options.maxAge) ?? 5 } as RenderedFilter['cors'],
    }));
  }

  private constructor(
    /** @internal */
    public readonly _kind: RenderedFilter['type'],
    private readonly content: (scope: Construct, routeNamespace: string) => RenderedFilter,
  ) {}

  /** @internal */
  public get _changesHeaders(): boolean {
    return this._kind === 'RequestHeaderModifier' || this._kind === 'ResponseHeaderModifier';
  }

  /** @internal */
  public _render(scope: Construct, routeNamespace: string): RenderedFilter {
    return this.content(scope, routeNamespace);
  }
}

function headerChanges(scope: Construct, { set, add, remove }: HeaderChanges) {
  const list = (map: { [name: string]: string } = {}) => Object.entries(map).map(([name, value]) => ({ name, value }));
  const changes = {
    ...(list(set).length && { set: list(set) }),
    ...(list(add).length && { add: list(add) }),
    ...(remove?.length && { remove }),
  };
  if (Object.keys(changes).length === 0) throw problem(scope, 'a header filter changes nothing: write "set", "add" or "remove"');
  return changes;
}

function redirect(scope: Construct, options: RedirectOptions) {
  const statusCode = options.statusCode ?? 302;
  if (!REDIRECT_STATUS.some((status) => status === statusCode)) {
    throw problem(scope, `a redirect has status ${statusCode}: write one of ${REDIRECT_STATUS.join(', ')}`);
  }
  if (options.scheme && !['http', 'https'].includes(options.scheme)) {
    throw problem(scope, `a redirect has scheme "${options.scheme}": write "http" or "https"`);
  }
  return { ...options, path: options.path?._render(scope), statusCode } as RenderedFilter['requestRedirect'];
}

function mirrored(scope: Construct, { percent, fraction }: MirrorOptions) {
  if (percent !== undefined && fraction) throw problem(scope, 'a mirror has "percent" and "fraction": write one of the two');
  if (fraction) return { fraction: checkFraction(scope, fraction) };
  if (percent === undefined) return {};
  if (!isWithin(percent, 0, 100)) throw problem(scope, `a mirror has ${percent} percent: write an integer from 0 to 100, or a "fraction"`);
  return { percent };
}

function checkFraction(scope: Construct, { numerator, denominator = 100 }: MirrorFraction) {
  if (!isWithin(denominator, 1, Infinity) || !isWithin(numerator, 0, denominator)) {
    throw problem(scope, `a mirror has the fraction ${numerator}/${denominator}: write integers, from 0/1 to 1/1`);
  }
  return { numerator, denominator };
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
