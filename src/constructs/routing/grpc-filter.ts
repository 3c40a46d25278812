import type { Construct } from 'constructs';
import type { Backend } from './backend';
import { renderHeaderChanges, renderMirror } from './filter-manifest';
import type { HeaderChanges } from './header-changes';
import type { MirrorOptions } from './mirror-options';
import type { GrpcRouteSpecRulesFilters } from '../../../imports/gateway.networking.k8s.io';
import type { Plain } from '../plain';

type RenderedFilter = Plain<GrpcRouteSpecRulesFilters>;

/** Something that is done to the calls of a rule, or to their responses: all that Istio takes in a GRPCRoute. */
export class GrpcFilter {
  /** Changes the metadata of calls. */
  public static requestHeaders(changes: HeaderChanges): GrpcFilter {
    return new GrpcFilter((scope) => ({ type: 'RequestHeaderModifier', requestHeaderModifier: renderHeaderChanges(scope, changes) }));
  }

  /** Changes the metadata of responses. */
  public static responseHeaders(changes: HeaderChanges): GrpcFilter {
    return new GrpcFilter((scope) => ({ type: 'ResponseHeaderModifier', responseHeaderModifier: renderHeaderChanges(scope, changes) }));
  }

  /** Sends a copy of calls to another Service and ignores its answers. */
  public static mirror(backend: Backend, options: MirrorOptions = {}): GrpcFilter {
    return new GrpcFilter((scope, namespace) => ({ type: 'RequestMirror', requestMirror: renderMirror(scope, backend, options, namespace) }));
  }

  private constructor(private readonly content: (scope: Construct, routeNamespace: string) => RenderedFilter) {}

  /** @internal */
  public _render(scope: Construct, routeNamespace: string): RenderedFilter {
    return this.content(scope, routeNamespace);
  }
}
