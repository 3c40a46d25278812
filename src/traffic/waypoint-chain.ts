import type { MeshService } from '../registry/mesh-service';
import { isHttp, Protocol } from '../request/request';

/** How a waypoint treats a connection. */
export type Chain = 'http' | 'tcp';

/** Methods that the codec of HTTP/1 knows. The inspector of the first bytes takes any that are spelt as methods are. */
const METHODS = new Set([
  'ACL', 'BIND', 'CHECKOUT', 'CONNECT', 'COPY', 'DELETE', 'GET', 'HEAD', 'LINK', 'LOCK', 'MERGE', 'MKACTIVITY', 'MKCALENDAR', 'MKCOL',
  'MOVE', 'MSEARCH', 'NOTIFY', 'OPTIONS', 'PATCH', 'POST', 'PROPFIND', 'PROPPATCH', 'PURGE', 'PUT', 'REBIND', 'REPORT', 'SEARCH', 'SOURCE',
  'SUBSCRIBE', 'TRACE', 'UNBIND', 'UNLINK', 'UNLOCK', 'UNSUBSCRIBE',
]);

/** How a method is spelt. @see envoy source/common/http/http1/balsa_parser.cc isMethodValid */
const METHOD = /^[\w!#$%&'*+\-.^`|~]+$/;

/** Whether HTTP/1 knows a method. HTTP/2 takes any. */
export function isKnownMethod(method: string): boolean {
  return METHODS.has(method);
}

/**
 * How a waypoint treats a connection to a port: as the port declares, else by the first bytes.
 * @param service undefined: the client dialled a pod, of which every port is looked at
 * @returns undefined for a port that no waypoint takes
 * @see istio pilot/pkg/networking/core/listener_waypoint.go buildWaypointInternal
 */
export function chainOf(
  service: MeshService | undefined, port: number, request: { readonly protocol: Protocol; readonly method: string },
): Chain | undefined {
  const family = service ? service.ports.find(({ number }) => number === port)?.protocol.family : 'undeclared';
  if (family === undefined || family === 'udp') return undefined;
  if (family !== 'undeclared') return family;
  const looksLikeHttp = isHttp(request.protocol) && (request.protocol === Protocol.HTTP2 || METHOD.test(request.method));
  return looksLikeHttp ? 'http' : 'tcp';
}
