import { NO_WAYPOINT, USE_WAYPOINT } from '../../istio/labels';
import { goQuote } from '../go-text';
import { exportFindings } from './export-to';
import { domainProblem, isAddress, portNameProblem, portProblem, subnetProblem, tagProblems, wildcardDomainProblem } from './names';
import type { Findings, Metadata, Texts } from './problem';
import { each, eachValue, error, errorAt, errorIf, warningIf } from './problem';
import { isHttp, isTcp, isTls, isUnknownProtocol } from './protocols';
import { selectorLabelFindings } from './selectors';
import type { Workload } from './workload-entry';
import { portFindings, workloadFindings } from './workload-entry';

interface Port {
  readonly number: number;
  readonly name: string;
  readonly protocol: string;
  readonly targetPort: number;
}

interface Spec {
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
  readonly ports: readonly Partial<Port>[];
  readonly location: string;
  readonly resolution: string;
  readonly endpoints: readonly Workload[];
  readonly workloadSelector?: { readonly labels?: Texts };
  readonly exportTo?: readonly string[];
}

const EMPTY: Spec = { hosts: [], addresses: [], ports: [], location: 'MESH_EXTERNAL', resolution: 'NONE', endpoints: [] };
const EMPTY_PORT: Port = { number: 0, name: '', protocol: '', targetPort: 0 };

/** @see istio pkg/config/validation/validation.go ValidateServiceEntry */
export function* serviceEntryFindings(partial: Partial<Spec>, metadata: Metadata): Findings {
  const spec = { ...EMPTY, ...partial };
  const selection = [...selectorFindings(spec)];
  yield* selection;
  // Istio looks no further if the selector is wrong.
  if (selection.some(({ severity }) => severity === 'error')) return;
  yield* selectedEndpointFindings(spec);
  yield* hostFindings(spec);
  yield* addressFindings(spec);
  yield* servicePortFindings(spec, metadata.labels);
  yield* RESOLUTIONS[spec.resolution]?.(spec, metadata.labels) ?? [];
  yield* errorIf(needsHostToTellApart(spec), 'spec.hosts', 'multiple hosts provided with non-HTTP, non-TLS ports');
  yield* exportFindings(spec.exportTo, metadata.namespace, { isService: true });
}

/** @see ValidateAlphaWorkloadSelector */
function* selectorFindings({ workloadSelector }: Spec): Findings {
  const labels = workloadSelector?.labels ?? {};
  const selectsAll = workloadSelector !== undefined && Object.keys(labels).length === 0;
  for (const [value, path, key] of eachValue(labels, 'spec.workloadSelector.labels')) yield* selectorLabelFindings(key, value, path);
  yield* warningIf(selectsAll, 'spec.workloadSelector', 'service entry: workload selector specified without labels, will be applied to all services in namespace');
}

function* selectedEndpointFindings({ workloadSelector, endpoints }: Spec): Findings {
  const hasBoth = workloadSelector !== undefined && endpoints.length > 0;
  yield* errorIf(hasBoth, 'spec', 'only one of WorkloadSelector or Endpoints is allowed in Service Entry');
}

function* hostFindings({ hosts, resolution }: Spec): Findings {
  yield* errorIf(hosts.length === 0, 'spec.hosts', 'service entry must have at least one host');
  for (const [host, path] of each(hosts, 'spec.hosts')) {
    const isPartial = host.includes('*') && host !== '*' && !host.startsWith('*.');
    yield* errorAt(path, host === '*' ? 'invalid host *' : wildcardDomainProblem(host));
    yield* warningIf(isPartial && resolution !== 'DYNAMIC_DNS', path, `partial wildcard ${goQuote(host)} not allowed`);
  }
}

function* addressFindings({ addresses, resolution }: Spec): Findings {
  for (const [address, path] of each(addresses, 'spec.addresses')) yield* errorAt(path, subnetProblem(address));
  const hasRange = addresses.some((address) => address.includes('/'));
  const takesRange = resolution === 'NONE' || resolution === 'STATIC';
  yield* errorIf(hasRange && !takesRange, 'spec.addresses', 'CIDR addresses are allowed only for NONE/STATIC resolution types');
}

function* servicePortFindings(spec: Spec, labels: Texts): Findings {
  const names = new Set<string>();
  const numbers = new Set<number>();
  const lacksAddress = spec.addresses.length === 0 && !allocatesAddress(spec, labels);
  for (const [partial, path] of each(spec.ports, 'spec.ports')) {
    const port = { ...EMPTY_PORT, ...partial };
    yield* errorIf(names.has(port.name), `${path}.name`, `service entry port name ${goQuote(port.name)} already defined`);
    yield* errorIf(numbers.has(port.number), `${path}.number`, `service entry port ${port.number} already defined`);
    yield* warningIf(lacksAddress && ['', 'TCP'].includes(port.protocol), path, 'addresses are required for ports serving TCP (or unset) protocol when IP Autoallocation is not enabled');
    yield* portFieldFindings(port, path);
    names.add(port.name);
    numbers.add(port.number);
  }
}

function* portFieldFindings({ name, number, protocol, targetPort }: Port, path: string): Findings {
  yield* errorAt(`${path}.targetPort`, targetPort === 0 ? undefined : portProblem(targetPort));
  yield* errorAt(`${path}.name`, portNameProblem(name));
  yield* errorIf(protocol !== '' && isUnknownProtocol(protocol), `${path}.protocol`, `unsupported protocol: ${protocol}`);
  yield* errorAt(`${path}.number`, portProblem(number));
}

/** Whether istiod gives the entry an address of its own. @see istio pilot/pkg/networking/serviceentry ShouldV2AutoAllocateIPFromConfig */
function allocatesAddress({ resolution }: Spec, labels: Texts): boolean {
  return resolution !== 'NONE' && labels['networking.istio.io/enable-autoallocate-ip']?.toLowerCase() !== 'false';
}

const RESOLUTIONS: Record<string, ((spec: Spec, labels: Texts) => Findings) | undefined> = {
  NONE: withoutResolution,
  STATIC: withStaticResolution,
  DNS: withDns,
  DNS_ROUND_ROBIN: withDns,
  DYNAMIC_DNS: withDynamicDns,
};

function* withoutResolution({ endpoints, workloadSelector }: Spec): Findings {
  yield* errorIf(endpoints.length > 0, 'spec.endpoints', 'no endpoints should be provided for resolution type none');
  yield* warningIf(workloadSelector !== undefined, 'spec.workloadSelector', 'workloadSelector should not be set when resolution mode is NONE');
}

function* withStaticResolution({ endpoints, ports }: Spec): Findings {
  for (const [endpoint, path] of each(endpoints, 'spec.endpoints')) yield* workloadFindings(endpoint, path, portNames(ports));
}

function portNames(ports: Spec['ports']): ReadonlySet<string> {
  return new Set(ports.map(({ name = '' }) => name));
}

function* withDns({ hosts, addresses, endpoints, ports, resolution }: Spec): Findings {
  const problem = hosts.map(domainProblem).find((text) => text !== undefined);
  if (endpoints.length === 0 && problem) {
    yield error('spec.hosts', `hosts must be FQDN or contain only prefix wildcards if no endpoints are provided for resolution mode ${resolution}, ${problem}`);
  }
  const hasSeveral = resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1;
  yield* errorIf(hasSeveral, 'spec.endpoints', `there must only be 0 or 1 endpoint for resolution mode ${resolution}`);
  for (const [endpoint, path] of each(endpoints, 'spec.endpoints')) yield* namedEndpointFindings(endpoint, path, portNames(ports));
  const isAmbiguous = addresses.length > 0 && hosts.length > 1 && ports.some(({ protocol = '' }) => isTcp(protocol));
  yield* warningIf(isAmbiguous, 'spec.hosts', 'service entry can not have more than one host specified simultaneously with address and tcp port');
}

function* namedEndpointFindings({ address = '', labels, ports = {} }: Workload, path: string, names: ReadonlySet<string>): Findings {
  const isName = isAddress(address) || domainProblem(address) === undefined;
  yield* errorIf(!isName, `${path}.address`, `endpoint address ${goQuote(address)} is not a valid FQDN or an IP address`);
  for (const problem of tagProblems(labels)) yield error(`${path}.labels`, problem);
  yield* portFindings(ports, `${path}.ports`, names);
}

function* withDynamicDns(spec: Spec, labels: Texts): Findings {
  const { hosts, addresses, endpoints, ports, resolution } = spec;
  yield* errorIf(hosts.length === 0, 'spec.hosts', `at least one wildcard host must be provided for resolution type ${resolution}`);
  for (const [host, path] of each(hosts, 'spec.hosts')) {
    yield* errorIf(!host.startsWith('*'), path, `host must be wildcarded for resolution mode ${resolution}`);
  }
  yield* errorIf(addresses.length > 0, 'spec.addresses', `addresses cannot be set for resolution type ${resolution}. HTTP route domains will only be generatedfrom the hosts field values`);
  yield* errorIf(endpoints.length > 0, 'spec.endpoints', `endpoints cannot be set for resolution type ${resolution}. Destination IP address determined from hostsfield values`);
  for (const [{ protocol = '' }, path] of each(ports, 'spec.ports')) {
    const isSupported = /^(http|tls|grpc|http2)$/i.test(protocol);
    yield* errorIf(!isSupported, `${path}.protocol`, `only HTTP, TLS, GRPC, and HTTP2 protocols are supported for resolution type ${resolution}`);
  }
  yield* errorIf(isInternalBehindWaypoint(spec, labels), 'spec.location', `location MESH_INTERNAL with resolution type ${resolution} is not supported when using waypoints`);
}

/** Only the entry's own label counts, not that of its namespace. @see usesWaypoint */
function isInternalBehindWaypoint({ location }: Spec, labels: Texts): boolean {
  const waypoint = labels[USE_WAYPOINT] ?? '';
  return location === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== NO_WAYPOINT;
}

/** Several hosts on a port whose protocol does not name the host. */
function needsHostToTellApart({ hosts, ports, resolution }: Spec): boolean {
  return resolution !== 'NONE' && hosts.length > 1 && ports.some(({ protocol = '' }) => !isHttp(protocol) && !isTls(protocol));
}
