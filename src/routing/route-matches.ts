import type { HttpMatch, StringMatch } from '../mesh/kinds/istio-traffic';
import type { GrpcRouteMatch, HttpRouteMatch } from '../mesh/kinds/routes';

type NamedValues = HttpRouteMatch['headers'];

/**
 * The match of an HTTPRoute as a VirtualService would write it.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go createURIMatch, createHeadersMatch, createQueryParamsMatch
 */
export function httpMatch({ path, headers, queryParams, method }: HttpRouteMatch): HttpMatch {
  return {
    uri: pathMatch(path),
    ...(headers?.length && { headers: valueMatches(headers) }),
    ...(queryParams?.length && { queryParams: valueMatches(queryParams) }),
    ...(method && { method: { exact: method } }),
  };
}

/**
 * The match of a GRPCRoute: method and service are the path of the request.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go createGRPCURIMatch
 */
export function grpcMatch({ method, headers }: GrpcRouteMatch): HttpMatch {
  return {
    ...(method && { uri: grpcPathMatch(method) }),
    ...(headers?.length && { headers: valueMatches(headers) }),
  };
}

function pathMatch(path: HttpRouteMatch['path']): StringMatch {
  const value = path?.value ?? '/';
  switch (path?.type) {
    case 'Exact':
      return { exact: value };
    case 'RegularExpression':
      return { regex: value };
    default:
      return { prefix: value === '/' ? value : value.replace(/\/$/, '') };
  }
}

function grpcPathMatch({ type, service, method }: NonNullable<GrpcRouteMatch['method']>): StringMatch {
  if (service === undefined) return { regex: `/[^/]+/${method ?? ''}` };
  if (type === 'RegularExpression') return { regex: `/${service}/${method ?? '.+'}` };
  return method === undefined ? { prefix: `/${service}/` } : { exact: `/${service}/${method}` };
}

function valueMatches(values: NonNullable<NamedValues>): Record<string, StringMatch> {
  return Object.fromEntries(values.map(({ type, name = '', value = '' }) =>
    [name, type === 'RegularExpression' ? { regex: value } : { exact: value }]));
}
