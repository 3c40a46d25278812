import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Backend } from './backend';
import { wholeSeconds } from './duration';
import { renderHeaderChanges, renderMirror } from './filter-manifest';
import type { HeaderChanges } from './header-changes';
import type { HttpPathRewrite } from './http-path-rewrite';
import type { MirrorOptions } from './mirror-options';
import type { HttpRouteSpecRulesFilters } from '../../../imports/gateway.networking.k8s.io';
import { checkHeaderName } from '../header-name';
import { checkObjectName } from '../names';
import type { Plain } from '../plain';
import { checkPort } from '../port';
import { problem } from '../problem';

type RenderedFilter = Plain<HttpRouteSpecRulesFilters>;
type HeaderFilterKind = 'RequestHeaderModifier' | 'ResponseHeaderModifier';

/**
 * A filter that changes headers, which is the same in routes for HTTP and gRPC.
 * @internal
 */
export type RenderedHeaderFilter = Pick<RenderedFilter, 'requestHeaderModifier' | 'responseHeaderModifier'> & { readonly type: HeaderFilterKind };

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
      type: 'RequestHeaderModifier', requestHeaderModifier: renderHeaderChanges(scope, changes),
    }));
  }

  /** Changes headers of responses. */
  public static responseHeaders(changes: HeaderChanges): HttpFilter {
    return new HttpFilter('ResponseHeaderModifier', (scope) => ({
      type: 'ResponseHeaderModifier', responseHeaderModifier: renderHeaderChanges(scope, changes),
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
      checkHostname(scope, options);
      return { type: 'URLRewrite', urlRewrite: { ...options, path: options.path?._render(scope) } };
    });
  }

  /** Sends a copy of requests to another Service and ignores its answers. */
  public static mirror(backend: Backend, options: MirrorOptions = {}): HttpFilter {
    return new HttpFilter('RequestMirror', (scope, namespace) => ({
      type: 'RequestMirror',
      requestMirror: renderMirror(scope, backend, options, namespace),
    }));
  }

  /** Answers preflight requests of browsers and marks responses for them. */
  public static cors(options: CorsOptions): HttpFilter {
    return new HttpFilter('CORS', (scope) => {
      for (const header of [...options.allowHeaders ?? [], ...options.exposeHeaders ?? []]) checkHeaderName(scope, header);
      return { type: 'CORS', cors: { ...options, maxAge: wholeSeconds(scope, 'maxAge', options.maxAge) ?? 5 } as RenderedFilter['cors'] };
    });
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

function redirect(scope: Construct, options: RedirectOptions) {
  const statusCode = options.statusCode ?? 302;
  if (!REDIRECT_STATUS.some((status) => status === statusCode)) {
    throw problem(scope, `a redirect has status ${statusCode}: write one of ${REDIRECT_STATUS.join(', ')}`);
  }
  if (options.scheme !== undefined && !['http', 'https'].includes(options.scheme)) {
    throw problem(scope, `a redirect has scheme "${options.scheme}": write "http" or "https"`);
  }
  checkHostname(scope, options);
  if (options.port !== undefined) checkPort(scope, options.port);
  return { ...options, path: options.path?._render(scope), statusCode } as RenderedFilter['requestRedirect'];
}

function checkHostname(scope: Construct, { hostname }: RewriteOptions): void {
  if (hostname !== undefined) checkObjectName(scope, 'hostname', hostname);
}
