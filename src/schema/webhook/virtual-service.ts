import { goQuote } from '../go-text';
import { exportFindings } from './export-to';
import { gatewayNameFindings } from './gateway-names';
import type { HttpRoute } from './http-route';
import { httpRouteFindings } from './http-route';
import { isAddress, portProblem, subnetProblem, tagProblems, wildcardDomainProblem } from './names';
import type { Findings, Metadata, Texts } from './problem';
import { each, error, errorAt, errorIf, errorsOf, warning } from './problem';
import type { RouteDestination } from './route-destinations';
import { destinationsFindings } from './route-destinations';
import { unreachableFindings, unreachableHttpFindings } from './unreachable-routes';

interface L4Match {
  readonly destinationSubnets?: readonly string[];
  readonly port?: number;
  readonly sourceLabels?: Texts;
  readonly gateways?: readonly string[];
}

interface TlsMatch extends L4Match {
  readonly sniHosts?: readonly string[];
}

interface L4Route<Match> {
  readonly match?: readonly Match[];
  readonly route?: readonly RouteDestination[];
}

interface Spec {
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  readonly http: readonly HttpRoute[];
  readonly tls: readonly L4Route<TlsMatch>[];
  readonly tcp: readonly L4Route<L4Match>[];
  readonly exportTo: readonly string[];
}

const EMPTY: Spec = { hosts: [], gateways: [], http: [], tls: [], tcp: [], exportTo: [] };

/** @see istio pkg/config/validation/validation.go ValidateVirtualService */
export function* virtualServiceFindings(partial: Partial<Spec>, { namespace }: Metadata): Findings {
  const spec = { ...EMPTY, ...partial };
  const { hosts, gateways, http, tls, tcp } = spec;
  const context = { isDelegate: hosts.length === 0, gateways, isForGateway: isForGateway(spec) };
  yield* delegateFindings(spec);
  yield* gatewayNameFindings(gateways, 'spec.gateways');
  yield* hostFindings(spec);
  yield* errorIf(http.length + tcp.length + tls.length === 0, 'spec', 'http, tcp or tls must be provided in virtual service');
  for (const [route, path] of each(http, 'spec.http')) yield* httpRouteFindings(route, path, context);
  for (const [route, path] of each(tls, 'spec.tls')) yield* tlsRouteFindings(route, path, spec);
  for (const [route, path] of each(tcp, 'spec.tcp')) yield* tcpRouteFindings(route, path);
  yield* exportFindings(spec.exportTo, namespace);
  yield* unreachableHttpFindings(http);
  yield* unreachableFindings(tcp, 'spec.tcp');
  yield* unreachableFindings(tls, 'spec.tls');
}

/** Without hosts, another VirtualService delegates to this one. */
function* delegateFindings({ hosts, gateways, tls, tcp }: Spec): Findings {
  if (hosts.length > 0) return;
  yield* errorIf(gateways.length > 0, 'spec.gateways', 'delegate virtual service must have no gateways specified');
  yield* errorIf(tls.length > 0, 'spec.tls', 'delegate virtual service must have no tls route specified');
  yield* errorIf(tcp.length > 0, 'spec.tcp', 'delegate virtual service must have no tcp route specified');
}

/** Whether gateways are named, and the mesh is not among them. */
function isForGateway({ gateways }: Spec): boolean {
  return gateways.length > 0 && !gateways.includes('mesh');
}

function* hostFindings(spec: Spec): Findings {
  const problems = spec.hosts.map((host) => hostProblem(host, spec));
  for (const [problem, path] of each(problems, 'spec.hosts')) yield* errorAt(path, problem);
  if (problems.some((problem) => problem !== undefined)) return;
  for (const [host, path, index] of each(spec.hosts, 'spec.hosts')) {
    for (const other of spec.hosts.slice(index + 1)) {
      yield* errorIf(overlap(host, other), path, `duplicate hosts in virtual service: ${host} & ${other}`);
    }
  }
}

function hostProblem(host: string, spec: Spec): string | undefined {
  const hasSni = spec.tls.some(({ match = [] }) => match.some(({ sniHosts = [] }) => sniHosts.length > 0));
  const problem = isForGateway(spec) && hasSni ? sniDomainProblem(host) : wildcardDomainProblem(host);
  if (problem !== undefined) return isAddress(host) ? undefined : problem;
  return host === '*' && !isForGateway(spec) ? 'wildcard host * is not allowed for virtual services bound to the mesh gateway' : undefined;
}

/** A domain, or a name that Istio makes for a port of a service: `outbound_.80_._.reviews`. */
function sniDomainProblem(domain: string): string | undefined {
  if (!domain.startsWith('outbound_')) return wildcardDomainProblem(domain);
  const form = 'outbound_.<PORT>_._.<HOSTNAME>';
  const [, port, , host] = domain.split('_');
  if (host === undefined) return `domain name ${domain} invalid, should follow '${form}' format`;
  const bad = /\d/.test(port) ? (/[a-zA-Z]/.test(host) ? undefined : host) : port;
  return bad === undefined ? undefined : `domain name ${goQuote(domain)} invalid (label ${goQuote(bad.replace(/^\.+|\.+$/g, ''))} invalid). should follow ${form} format`;
}

/** Whether two hosts, each maybe with a wildcard, have a name in common. @see istio pkg/config/host Name.Matches */
function overlap(host: string, other: string): boolean {
  return isSubset(host, other) || isSubset(other, host);
}

/** @see istio pkg/config/host Name.SubsetOf */
function isSubset(host: string, other: string): boolean {
  return other.startsWith('*') ? host.slice(host.startsWith('*') ? 1 : 0).endsWith(other.slice(1)) : host === other;
}

function* tlsRouteFindings({ match = [], route = [] }: L4Route<TlsMatch>, path: string, spec: Spec): Findings {
  yield* errorIf(match.length === 0, path, 'TLS route must have at least one match condition');
  for (const [one, field] of each(match, `${path}.match`)) {
    yield* errorIf(!one.sniHosts?.length, `${field}.sniHosts`, 'TLS match must have at least one SNI host');
    for (const [host, place] of each(one.sniHosts, `${field}.sniHosts`)) yield* sniHostFindings(host, place, spec);
    yield* l4MatchFindings(one, field);
  }
  yield* errorIf(route.length === 0, `${path}.route`, 'TLS route is required');
  yield* destinationsFindings(route, `${path}.route`);
}

function* sniHostFindings(host: string, path: string, { hosts, gateways }: Spec): Findings {
  const problem = gateways.includes('mesh') ? wildcardDomainProblem(host) : sniDomainProblem(host);
  if (problem !== undefined && isAddress(host)) {
    yield warning(path, `using an IP address (${goQuote(host)}) goes against SNI spec and most clients do not support this`);
  } else if (problem !== undefined) {
    yield error(path, problem);
  } else if (!hosts.some((other) => isSubset(host, other))) {
    yield error(path, `SNI host ${goQuote(host)} is not a compatible subset of any of the virtual service hosts: [${hosts.join(', ')}]`);
  }
}

function* tcpRouteFindings({ match, route = [] }: L4Route<L4Match>, path: string): Findings {
  for (const [one, field] of each(match, `${path}.match`)) yield* errorsOf(l4MatchFindings(one, field));
  yield* errorIf(route.length === 0, `${path}.route`, 'TCP route is required');
  yield* destinationsFindings(route, `${path}.route`);
}

function* l4MatchFindings({ destinationSubnets, port, sourceLabels, gateways }: L4Match, path: string): Findings {
  for (const [subnet, field] of each(destinationSubnets, `${path}.destinationSubnets`)) yield* errorAt(field, subnetProblem(subnet));
  if (port) yield* errorAt(`${path}.port`, portProblem(port));
  for (const problem of tagProblems(sourceLabels)) yield error(`${path}.sourceLabels`, problem);
  yield* gatewayNameFindings(gateways, `${path}.gateways`);
}
