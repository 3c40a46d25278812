import { rememberTexts } from '../mesh/remember';

/** What a port carries, as its name or its appProtocol declares it. */
export interface PortProtocol {
  /** `undeclared`: the proxy looks at the first bytes. `udp`: no waypoint takes it. */
  readonly family: 'http' | 'tcp' | 'udp' | 'undeclared';
  /** Whether TLS is expected on it. */
  readonly isTls: boolean;
  readonly isGrpc: boolean;
}

const TCP: PortProtocol = { family: 'tcp', isTls: false, isGrpc: false };
const TLS: PortProtocol = { ...TCP, isTls: true };
const HTTP: PortProtocol = { family: 'http', isTls: false, isGrpc: false };
const GRPC: PortProtocol = { ...HTTP, isGrpc: true };
const UDP: PortProtocol = { ...TCP, family: 'udp' };
const UNDECLARED: PortProtocol = { ...TCP, family: 'undeclared' };

/** @see istio pkg/config/protocol/instance.go Parse */
const BY_NAME: ReadonlyMap<string, PortProtocol> = new Map(Object.entries({
  'tcp': TCP,
  'udp': UDP,
  'grpc': GRPC,
  'grpc-web': GRPC,
  'http': HTTP,
  'http_proxy': HTTP,
  'http2': HTTP,
  'https': TLS,
  'tls': TLS,
  'mongo': TCP,
  'redis': TCP,
  'mysql': TCP,
}));

/** Names that Kubernetes gives to values of appProtocol. */
const BY_KUBERNETES_NAME: ReadonlyMap<string, PortProtocol> = new Map([
  ['kubernetes.io/h2c', HTTP],
  ['kubernetes.io/ws', HTTP],
  ['kubernetes.io/wss', TLS],
]);

/** Ports of protocols in which the server speaks first, so that there is nothing to look at. */
const SERVER_FIRST = new Set([25, 53, 3306, 27017]);

/** The protocol of that name, whatever its case. */
export function namedProtocol(name: string): PortProtocol {
  return BY_NAME.get(name.toLowerCase()) ?? UNDECLARED;
}

/** A port of a Service. */
export interface DeclaredPort {
  readonly port?: number;
  readonly name?: string;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

/**
 * The protocol of a port of a Service: appProtocol says, else the name up to its first hyphen.
 * @see istio pkg/config/kube/conversion.go ConvertProtocol
 */
export function declaredProtocol({ port = 0, name = '', protocol, appProtocol }: DeclaredPort): PortProtocol {
  if (protocol === 'UDP') return UDP;
  const declared = appProtocol ?? name;
  const byKubernetes = appProtocol === undefined ? undefined : BY_KUBERNETES_NAME.get(declared);
  if (byKubernetes) return byKubernetes;
  const known = protocolOfPortName(declared);
  return known === UNDECLARED && SERVER_FIRST.has(port) ? TCP : known;
}

const protocolOfPortName = rememberTexts((declared): PortProtocol =>
  /^grpc-web/i.test(declared) ? GRPC : namedProtocol(declared.split('-')[0]));
