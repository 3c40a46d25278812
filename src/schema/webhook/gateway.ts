import { goQuote } from '../go-text';
import { isAddress, isDnsLabel, portProblem, wildcardDomainProblem } from './names';
import type { Findings, Metadata } from './problem';
import { each, errorAt, errorIf, warningIf } from './problem';
import { isHttp, isTls, isUnknownProtocol } from './protocols';
import type { ServerTls } from './server-tls';
import { isPassThrough, serverTlsFindings } from './server-tls';
import { socketProblem } from './workload-entry';

interface Port {
  readonly number: number;
  readonly name: string;
  readonly protocol: string;
  readonly targetPort: number;
}

interface Server {
  readonly hosts?: readonly string[];
  readonly port?: Partial<Port>;
  readonly bind?: string;
  readonly tls?: ServerTls;
}

interface Spec {
  readonly servers: readonly Server[];
}

const EMPTY_PORT: Port = { number: 0, name: '', protocol: '', targetPort: 0 };

/** @see istio pkg/config/validation/validation.go ValidateGateway */
export function* gatewayFindings({ servers = [] }: Partial<Spec>, { name }: Metadata): Findings {
  yield* errorIf(!isDnsLabel(name), 'metadata.name', `invalid gateway name: ${goQuote(name)}`);
  yield* errorIf(servers.length === 0, 'spec.servers', 'gateway must have at least one server');
  const names = new Set<string>();
  for (const [server, path] of each(servers, 'spec.servers')) {
    const port = { ...EMPTY_PORT, ...server.port };
    yield* serverFindings(server, port, path);
    yield* errorIf(names.has(port.name), `${path}.port.name`, `port names in servers must be unique: duplicate name ${port.name}`);
    const isIdle = !isHttp(port.protocol) && server.tls?.httpsRedirect === true;
    yield* warningIf(isIdle, `${path}.tls.httpsRedirect`, 'tls.httpsRedirect should only be used with http servers');
    names.add(port.name);
  }
}

function* serverFindings({ hosts = [], bind = '', tls }: Server, port: Port, path: string): Findings {
  yield* errorIf(hosts.length === 0, `${path}.hosts`, 'server config must contain at least one host');
  for (const [host, field] of each(hosts, `${path}.hosts`)) yield* hostFindings(host, field);
  const portFindings = [...serverPortFindings(port, bind, `${path}.port`)];
  yield* portFindings;
  yield* bindFindings(bind, port, path);
  if (tls) yield* serverTlsFindings(tls, `${path}.tls`);
  if (portFindings.length === 0) yield* errorAt(`${path}.tls`, protocolProblem(port.protocol, tls));
}

function protocolProblem(protocol: string, tls: ServerTls | undefined): string | undefined {
  if (isTls(protocol)) return tls ? undefined : 'server must have TLS settings for HTTPS/TLS protocols';
  if (!tls) return undefined;
  if (!isHttp(protocol)) return 'server cannot have TLS settings for non HTTPS/TLS ports';
  const hasFiles = [tls.caCertificates, tls.privateKey, tls.serverCertificate].some(Boolean);
  return isPassThrough(tls) && !hasFiles ? undefined : 'server cannot have TLS settings for plain text HTTP ports';
}

function* serverPortFindings({ number, name, protocol, targetPort }: Port, bind: string, path: string): Findings {
  yield* errorIf(isUnknownProtocol(protocol), `${path}.protocol`, `invalid protocol ${goQuote(protocol)}, supported protocols are HTTP, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP`);
  const needsNumber = number > 0 || !bind.startsWith('unix://');
  yield* errorAt(`${path}.number`, needsNumber ? portProblem(number) : undefined);
  yield* errorIf(targetPort > 0, `${path}.targetPort`, 'targetPort has no impact on Gateways');
  yield* errorIf(name === '', `${path}.name`, 'port name must be set');
}

/** @see validateServerBind */
function* bindFindings(bind: string, { number }: Port, path: string): Findings {
  if (bind.startsWith('unix://')) {
    yield* errorAt(`${path}.bind`, socketProblem(bind.slice('unix://'.length)));
    yield* errorIf(number !== 0, `${path}.port.number`, 'port number must be 0 for unix domain socket');
  } else {
    yield* errorIf(bind !== '' && !isAddress(bind), `${path}.bind`, `${bind} is not a valid IP`);
  }
}

/** @see istio pkg/config/validation/agent/validation.go ValidateNamespaceSlashWildcardHostname */
function* hostFindings(text: string, path: string): Findings {
  const [first, ...rest] = text.split('/');
  if (rest.length === 0) return yield* hostNameFindings(text, path);
  const host = rest.join('/');
  yield* errorIf(!first || !host, path, 'config namespace and dnsName in host entry cannot be empty');
  const isNamespace = first === '*' || first === '.' || isDnsLabel(first);
  yield* errorIf(!isNamespace, path, `invalid namespace value ${goQuote(first)} in gateway`);
  yield* hostNameFindings(host, path);
}

function* hostNameFindings(host: string, path: string): Findings {
  const isPartial = host.includes('*') && host !== '*' && !host.startsWith('*.');
  yield* errorIf(host !== '*' && !host.includes('.'), path, 'short names (non FQDN) are not allowed');
  yield* errorAt(path, isAddress(host) ? undefined : wildcardDomainProblem(host));
  yield* errorIf(isPartial, path, `partial wildcard ${goQuote(host)} not allowed`);
}
