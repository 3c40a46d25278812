import { listenerVirtualServices } from './listener-virtual-services';
import { internalName, openListeners } from './open-listeners';
import type { RouteListener } from './route-listener';
import { takesNamespace } from './route-listener';
import type { Gateway } from '../../binding/gateway/controller';
import type { L4Destination } from '../../mesh/kinds/istio-traffic';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { rememberEach } from '../../mesh/remember';
import type { Originated } from '../converted-rule';
import type { L4Entry } from '../route-entry';
import type { MeshVirtualService } from '../virtual-service';
import { hostsOverlap } from '../virtual-service';
import { gatewayName } from '../written-virtual-services';

/** What takes connections at a port of a Gateway of class istio. */
export interface ConnectionChain {
  readonly listener: RouteListener;
  /** The names in a ClientHello that it is for; `*` for all, and for what is not TLS. */
  readonly names: readonly string[];
  /** Whether it speaks HTTP, ends TLS, or both; else it passes bytes on. */
  readonly isHttp: boolean;
  readonly endsTls: boolean;
  /** Where a chain that does not speak HTTP leads. */
  readonly entry?: L4Entry;
}

/**
 * The chains on a port of a Gateway. A listener for connections without a route makes none.
 * @see istio pilot/pkg/networking/core/gateway.go buildGatewayListeners
 */
export const chainsOn = rememberEach(
  ({ namespace, name }: Gateway, port: number) => `${namespace}/${name}/${port}`,
  (mesh: MeshObjects, gateway, port): readonly ConnectionChain[] => {
    const listeners = openListeners(mesh, gateway, port);
    const plain = listeners.find(({ listener: { protocol } }) => protocol === 'HTTP');
    const others = listeners.filter(({ listener: { protocol } }) => protocol !== 'HTTP').flatMap((to) => chainsOf(mesh, to));
    return [...plain ? [{ listener: plain, names: ['*'], isHttp: true, endsTls: false }] : [], ...withoutRepeatedNames(others)];
  });

function chainsOf(mesh: MeshObjects, to: RouteListener): ConnectionChain[] {
  const { protocol, hostname, tls } = to.listener;
  const names = [hostname || '*'];
  const isPassed = tls?.mode === 'Passthrough';
  if (protocol === 'HTTPS' && !isPassed) return [{ listener: to, names, isHttp: true, endsTls: true }];
  if (protocol !== 'TCP' && isPassed) return passingChains(mesh, to);
  const entry = tcpEntry(mesh, to);
  const endsTls = protocol !== 'TCP';
  return entry ? [{ listener: to, names: endsTls ? names : ['*'], isHttp: false, endsTls, entry }] : [];
}

/** @see istio pilot/pkg/networking/core/gateway.go pickMatchingGatewayHosts */
function virtualServicesAt(mesh: MeshObjects, to: RouteListener): MeshVirtualService[] {
  return listenerVirtualServices(mesh, to)
    .filter(({ namespace, hosts }) => takesNamespace(mesh, to, namespace) && hosts.some((host) => hostsOverlap(to.listener.hostname || '*', host)));
}

/** @see istio pilot/pkg/networking/core/gateway.go buildGatewayNetworkFiltersFromTCPRoutes */
function tcpEntry(mesh: MeshObjects, to: RouteListener): L4Entry | undefined {
  for (const virtualService of virtualServicesAt(mesh, to)) {
    const { namespace, isConverted, tcp = [], tls = [] } = virtualService;
    const isMeant = (match: L4Match) => takes(to, namespace, match);
    const found = tcp.find(({ rule }) => rule.route?.length && (!rule.match?.length || rule.match.some(isMeant)))
      ?? (isConverted ? tls.find(({ rule }) => rule.match?.some(isMeant)) : undefined);
    if (found) return entryOf(found);
  }
  return undefined;
}

/** @see istio pilot/pkg/networking/core/gateway.go buildGatewayNetworkFiltersFromTLSRoutes */
function passingChains(mesh: MeshObjects, to: RouteListener): ConnectionChain[] {
  return virtualServicesAt(mesh, to).flatMap(({ namespace, tls = [] }) => tls
    .filter(({ rule }) => rule.route?.length)
    .flatMap((one) => (one.rule.match ?? []).filter((match) => takes(to, namespace, match))
      .map(({ sniHosts = [] }) => ({ listener: to, names: sniHosts, isHttp: false, endsTls: false, entry: entryOf(one) }))));
}

/** Of chains that pass TLS on one that repeats a name is left out. */
function withoutRepeatedNames(chains: readonly ConnectionChain[]): ConnectionChain[] {
  const known = new Set<string>();
  return chains.filter(({ names, endsTls, isHttp }) => {
    if (endsTls || isHttp) return true;
    const isNew = !names.some((name) => known.has(name));
    if (isNew) for (const name of names) known.add(name);
    return isNew;
  });
}

interface L4Match {
  readonly port?: number;
  readonly gateways?: readonly string[];
}

/** @see istio pilot/pkg/networking/core/gateway.go l4SingleMatch */
function takes(to: RouteListener, namespace: string, { port, gateways }: L4Match): boolean {
  const isPort = !port || port === to.listener.port;
  return isPort && (!gateways?.length || gateways.some((name) => gatewayName(name, namespace) === internalName(to)));
}

function entryOf({ rule: { route = [] }, origin }: Originated<{ readonly route?: readonly L4Destination[] }>): L4Entry {
  return { destinations: route, origin };
}

/** The chain that takes a connection: of the closest name. */
export function chainFor(chains: readonly ConnectionChain[], sni: string | undefined): ConnectionChain | undefined {
  const name = sni?.toLowerCase() ?? '';
  const wildcards = name === '' ? [] : [...name].map((_, index) => `*${name.slice(index + 1)}`).filter((one) => one.startsWith('*.'));
  const named = (wanted: string) => chains.find(({ names }) => !names.includes('*') && names.some((one) => one.toLowerCase() === wanted));
  for (const wanted of name === '' ? [] : [name, ...wildcards]) {
    const chain = named(wanted);
    if (chain) return chain;
  }
  return chains.find(({ names }) => names.includes('*'));
}

/** Whether two chains on a port are for one name, or HTTP stands beside TLS: then it depends on Envoy what the port takes. */
export function areAmbiguous(chains: readonly ConnectionChain[]): boolean {
  const names = chains.flatMap((chain) => chain.names.includes('*') ? ['*'] : chain.names);
  return new Set(names).size < names.length || (chains.length > 1 && chains.some(({ isHttp, endsTls }) => isHttp && !endsTls));
}
