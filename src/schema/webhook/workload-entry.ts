import { goQuote } from '../go-text';
import { domainProblem, isAddress, portNameProblem, portProblem, tagProblems } from './names';
import type { Findings, Texts } from './problem';
import { eachValue, error, errorAt, errorIf, warningIf } from './problem';

/** A workload, in an object of its own or as an endpoint of a ServiceEntry. */
export interface Workload {
  readonly address?: string;
  readonly network?: string;
  readonly ports?: Readonly<Record<string, number>>;
  readonly labels?: Texts;
}

/** @see istio pkg/config/validation/validation.go ValidateWorkloadEntry */
export function workloadEntryFindings(spec: Workload): Findings {
  return workloadFindings(spec, 'spec');
}

/**
 * What is wrong with a workload.
 * @param servicePorts the names of the ports of the service whose endpoint it is; then its address may not be a name
 * @see validateWorkloadEntry
 */
export function* workloadFindings(workload: Workload, path: string, servicePorts?: ReadonlySet<string>): Findings {
  const { address = '', network = '', ports = {} } = workload;
  if (!address && !network) return yield error(path, 'address is required');
  yield* warningIf(!address, path, `address is unset with network ${goQuote(network)}`);
  if (address.startsWith('unix://')) yield* socketFindings(address, Object.keys(ports).length, path, servicePorts);
  else if (address) yield* errorAt(`${path}.address`, addressProblem(address, servicePorts !== undefined));
  yield* portFindings(ports, `${path}.ports`, servicePorts);
  for (const problem of tagProblems(workload.labels)) yield error(`${path}.labels`, problem);
}

function* socketFindings(address: string, ports: number, path: string, servicePorts?: ReadonlySet<string>): Findings {
  yield* errorAt(`${path}.address`, socketProblem(address.slice('unix://'.length)));
  yield* errorIf(ports > 0, `${path}.ports`, `unix endpoint ${address} must not include ports`);
  yield* errorIf(servicePorts !== undefined && servicePorts.size !== 1, path, 'exactly 1 service port required for unix endpoints');
}

/** What is wrong with the path of a socket. @see istio pkg/config/validation ValidateUnixAddress */
export function socketProblem(socket: string): string | undefined {
  if (socket === '') return 'unix address must not be empty';
  if (socket.startsWith('@')) return undefined;
  return socket.startsWith('/') && !socket.endsWith('/') ? undefined : `${socket} is not an absolute path to a file`;
}

function addressProblem(address: string, isEndpoint: boolean): string | undefined {
  if (isAddress(address)) return undefined;
  if (isEndpoint) return `endpoint address ${goQuote(address)} is not a valid IP address`;
  return domainProblem(address) && `endpoint address ${goQuote(address)} is not a valid FQDN or an IP address`;
}

/** What is wrong with the ports of a workload. */
export function* portFindings(ports: Readonly<Record<string, number>>, path: string, servicePorts?: ReadonlySet<string>): Findings {
  for (const [port, field, name] of eachValue(ports, path)) {
    yield* errorIf(servicePorts?.has(name) === false, field, `endpoint port ${port} is not defined by the service entry`);
    yield* errorAt(field, portNameProblem(name));
    yield* errorAt(field, portProblem(port));
  }
}
