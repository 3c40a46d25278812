import { isIP } from 'node:net';
import type { Destination } from './destination';
import { findWorkload } from './find-client';
import type { Found } from './found';
import { found, notFound } from './found';
import { didYouMean, oneOfThem } from './nearest-names';
import { BindingReason } from '../binding/binding';
import { deployedService, deployedServices } from '../binding/gateway/deployed-services';
import { bindingOf } from '../binding/served-by';
import { SERVICE } from '../mesh/kinds/core';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberEach, rememberTexts } from '../mesh/remember';
import { allServices, serviceAt, servicesWithHost } from '../registry/find-service';
import { workloadAt } from '../registry/find-workload';
import type { MeshService } from '../registry/mesh-service';
import { Resolution } from '../registry/mesh-service';
import { unknown } from '../request/truth';

/** What a question can name as its destination. */
export const DESTINATION_FORMS = 'HOST[:PORT], IP:PORT or pod:NAMESPACE/WORKLOAD:PORT';

/**
 * Finds the destination that a question names.
 * @param namespace where the client looks short names up
 */
export const findDestination = rememberEach(nameKey, (mesh: MeshObjects, text, namespace): Found<Destination> => {
  const { host, port } = splitPort(text);
  if (port !== undefined && !(port > 0 && port <= 65535)) return notFound(`"${text}" has no usable port, expected ${DESTINATION_FORMS}`);
  if (host.startsWith('pod:')) return ofWorkload(mesh, text, host.slice('pod:'.length), port);
  return isIP(host) ? ofAddress(mesh, text, host, port) : ofHost(mesh, host, port, namespace);
});

function nameKey(text: string, namespace: string | undefined = ''): string {
  return `${namespace} ${text}`;
}

function splitPort(text: string): { host: string; port: number | undefined } {
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]*)\]|(.*?))(?::(\d+))?$/.exec(text) ?? [];
  if (bracketed === undefined && isIP(text)) return { host: text, port: undefined };
  return { host: bracketed ?? plain, port: port === undefined ? undefined : Number(port) };
}

function ofWorkload(mesh: MeshObjects, text: string, name: string, port: number | undefined): Found<Destination> {
  const { value: workload, problem } = findWorkload(mesh, name);
  if (!workload) return notFound(problem!);
  if (port === undefined) return notFound(`"${text}" names no port, expected pod:NAMESPACE/WORKLOAD:PORT`);
  return found({ kind: 'workload', workload, port, address: workload.addresses[0] ?? unknown(`the address of ${name}`) });
}

function ofAddress(mesh: MeshObjects, text: string, address: string, port: number | undefined): Found<Destination> {
  if (port === undefined) return notFound(`"${text}" names no port, expected IP:PORT`);
  const service = serviceAt(mesh, address);
  if (service) return found({ kind: 'service', service, port, address });
  const workload = workloadAt(mesh, address);
  return found(workload ? { kind: 'workload', workload, port, address } : { kind: 'elsewhere', port, address });
}

function ofHost(mesh: MeshObjects, host: string, port: number | undefined, namespace: string | undefined): Found<Destination> {
  const service = findByName(mesh, host, namespace);
  if (!service) return notFound(missingText(mesh, host, namespace));
  const chosen = portOf(service, port);
  if (chosen.value === undefined) return notFound(chosen.problem!);
  const { addresses } = service;
  return found({ kind: 'service', service, port: chosen.value, address: addresses?.[0] ?? unknown(`the address of ${service.host}`) });
}

/** A port that is no number, a Service of another namespace, or a name that is misspelt. */
function missingText(mesh: MeshObjects, host: string, namespace: string | undefined): string {
  const [, name, port] = /^([^:]*):([^:]*)$/.exec(host) ?? [];
  const meant = name === undefined ? undefined : findByName(mesh, name, namespace);
  if (meant) return `"${port}" is no port number, expected one of ${portsText(meant)}`;
  const missing = `no Service or ServiceEntry has the host "${host}"`;
  const elsewhere = allServices(mesh).filter(({ owner }) => isOf(SERVICE, owner) && owner.name === host);
  if (elsewhere.length > 0) return `${missing}${oneOfThem(elsewhere.map(({ owner }) => `${owner.name}.${owner.namespace}`))}`;
  return `${missing}${didYouMean(asHost(host), knownNames(mesh, namespace))}`;
}

function portsText({ ports }: MeshService): string {
  return ports.map(({ number, name }) => name === '' ? number : `${number} (${name})`).join(', ');
}

const HTTP_PORT = 80;

/** Without a port the only one is meant, else that of HTTP. */
function portOf({ ports, host }: MeshService, port: number | undefined): Found<number> {
  const numbers = ports.map(({ number }) => number);
  const chosen = port ?? (numbers.length === 1 ? numbers[0] : HTTP_PORT);
  if (numbers.includes(chosen)) return found(chosen);
  const expected = numbers.length > 0 ? `expected one of ${numbers.join(', ')}` : 'it has none';
  return notFound(`${host} has no port ${chosen}, ${expected}`);
}

/** Looks a name up as a resolver does: as it is, then below the domains of the client's namespace and of the cluster. */
function findByName(mesh: MeshObjects, name: string, namespace: string | undefined): MeshService | undefined {
  const { clusterDomain } = mesh;
  const suffixes = ['', ...namespace ? [`.${namespace}.svc.${clusterDomain}`] : [], `.svc.${clusterDomain}`, `.${clusterDomain}`];
  for (const suffix of suffixes) {
    const service = preferred(mesh, `${name}${suffix}`, namespace);
    if (service) return aliased(mesh, service, namespace);
    const deployed = deployedService(mesh, `${name}${suffix}`);
    if (deployed) return deployed;
  }
  return undefined;
}

/**
 * Of several services with one host name a client gets that of its own namespace, else the one that Istio prefers.
 * @see ztunnel src/dns/server.rs Store.find_server
 */
function preferred(mesh: MeshObjects, host: string, namespace: string | undefined): MeshService | undefined {
  const services = servicesWithHost(mesh, host).filter(isInMesh(mesh));
  return services.find(({ owner }) => owner.namespace === namespace) ?? services[0] ?? servicesWithHost(mesh, host)[0];
}

function isInMesh(mesh: MeshObjects) {
  return ({ owner }: MeshService) => bindingOf(mesh, owner).reason !== BindingReason.NOT_IN_AMBIENT;
}

/** A Service of type ExternalName is another name only. */
function aliased(mesh: MeshObjects, service: MeshService, namespace: string | undefined): MeshService {
  if (service.resolution !== Resolution.ALIAS) return service;
  const { externalName = '' } = (service.owner.body.spec ?? {}) as { externalName?: string };
  const meant = preferred(mesh, externalName, namespace);
  return meant && meant.resolution !== Resolution.ALIAS ? meant : service;
}

/** Who writes `NAMESPACE/NAME` means a Service. */
export const asHost = rememberTexts((name) => name.split('/').reverse().join('.'));

function knownNames(mesh: MeshObjects, namespace: string | undefined): string[] {
  return [...allServices(mesh), ...deployedServices(mesh)].flatMap(({ host, owner }) => {
    const short = host.endsWith(`.svc.${mesh.clusterDomain}`) ? [`${owner.name}.${owner.namespace}`] : [];
    return [host, ...short, ...short.length > 0 && owner.namespace === namespace ? [owner.name] : []];
  });
}
