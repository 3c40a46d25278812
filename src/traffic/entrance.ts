import type { Chain } from './waypoint-chain';
import { chainOf } from './waypoint-chain';
import type { Dialled, Refusal } from './waypoint-hop';
import type { Gateway } from '../binding/gateway/controller';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import { remember } from '../mesh/remember';
import type { Request } from '../request/request';
import { Protocol } from '../request/request';
import { isUnknown } from '../request/truth';
import { areAmbiguous, chainFor, chainsOn } from '../routing/gateway/connection-chains';
import type { L4Entry } from '../routing/route-entry';
import type { UnreadableRoute } from '../routing/unreadable-routes';
import { unreadableAtGateway, unreadableRoute } from '../routing/unreadable-routes';

/** What takes a connection at a waypoint: a chain, nothing, or what the input does not tell. */
export interface Entrance {
  readonly chain?: Chain;
  /** Of an ingress gateway: where a connection goes that is not HTTP. */
  readonly entry?: L4Entry;
  readonly refusal?: Refusal;
  /** What it depends on that is not known. */
  readonly open?: string;
}

/** What takes the connection of a request at a waypoint. */
export function entranceOf(mesh: MeshObjects, dialled: Dialled, request: Request): Entrance {
  if (dialled.gateway) return gatewayEntrance(mesh, dialled.gateway, dialled.port, request);
  if (!isTrusted(mesh, request)) return { refusal: 'tls-refused' };
  const unreadable = unreadableRoute(mesh, dialled.waypoint);
  if (unreadable) return { open: formerConfiguration('the waypoint', 'all of its configuration', unreadable) };
  const chain = chainOf(dialled.service, dialled.port, request);
  return chain ? { chain } : { refusal: 'closed' };
}

function formerConfiguration(who: string, what: string, { route, pattern }: UnreadableRoute): string {
  return `what ${who} was told before, if anything: Envoy refuses ${what}, because ${refText(route)} has the regular expression ${pattern}`;
}

/** @see istio pilot/pkg/networking/core/listener_waypoint.go buildCommonConnectTLSContext */
function isTrusted(mesh: MeshObjects, { caller: { principal } }: Request): boolean {
  return isUnknown(principal) || (principal !== null && trustedDomains(mesh).some((domain) => principal.startsWith(domain)));
}

const trustedDomains = remember(({ config: { trustDomain, trustDomainAliases } }: MeshObjects) =>
  [trustDomain, ...trustDomainAliases].map((domain) => `${domain}/`));

/** What takes a connection at a port of an ingress gateway: its listeners say, whatever the Service declares. */
function gatewayEntrance(mesh: MeshObjects, gateway: Gateway, port: number, { protocol, sni }: Request): Entrance {
  const chains = chainsOn(mesh, gateway, port);
  if (areAmbiguous(chains)) return { open: `which of the listeners on port ${port} of ${refText(gateway)} takes it: Envoy can't tell them apart` };
  const isTls = protocol === Protocol.TLS;
  const chain = chainFor(chains, isTls ? sni : undefined);
  if (!chain) return { refusal: 'closed' };
  const { isHttp, endsTls, entry } = chain;
  if (endsTls && !isTls) return { refusal: 'closed' };
  if (!isHttp) return { chain: 'tcp', ...(entry && { entry }) };
  return endsTls ? { open: `the request inside the TLS that ${refText(gateway)} ends on port ${port}` } : httpEntrance(mesh, gateway, port);
}

function httpEntrance(mesh: MeshObjects, gateway: Gateway, port: number): Entrance {
  const unreadable = unreadableAtGateway(mesh, gateway, port);
  return unreadable ? { open: formerConfiguration('the gateway', `the routes of port ${port}`, unreadable) } : { chain: 'http' };
}
