import type { Client } from './client';
import { CLASS_OF, ClientClass } from './client';
import { findAccountClients } from './find-account-client';
import { findGatewayClient } from './find-gateway-client';
import type { Found } from './found';
import { found, notFound } from './found';
import { didYouMean, oneOfThem } from './nearest-names';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberEach } from '../mesh/remember';
import type { DataPlaneChoice } from '../registry/data-plane';
import { DataPlane, dataPlaneOf } from '../registry/data-plane';
import { workloadNames, workloadsNamed } from '../registry/find-workload';
import { workloadIdentity } from '../registry/identity';
import type { Workload } from '../registry/workloads';
import { isUnknown } from '../request/truth';

/** What a question can name as its client. */
export const CLIENT_FORMS = 'NAMESPACE/WORKLOAD, KIND/NAMESPACE/WORKLOAD, sa:NAMESPACE/NAME, spiffe://IDENTITY, ingress:NAMESPACE/GATEWAY or outside';

/**
 * Finds the client that a question names. Where the input does not tell how its requests get on their way, each way is one client.
 */
export const findClients = rememberEach((name: string) => name, (mesh: MeshObjects, name): Found<readonly Client[]> => {
  if (name === 'outside') return found([outside(name)]);
  const [scheme, rest] = splitScheme(name);
  switch (scheme) {
    case 'sa': return findAccountClients(mesh, name, rest);
    case 'spiffe': return SPIFFE_ID.test(rest)
      ? ofIdentity(name, rest)
      : notFound(`"${name}" names no identity, expected spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/NAME`);
    case 'ingress': return findGatewayClient(mesh, name, rest);
    case undefined: return IDENTITY.test(name) ? ofIdentity(name, name) : ofWorkload(mesh, name);
    default: return notFound(`"${name}" names no client, expected ${CLIENT_FORMS}`);
  }
});

/** A trust domain and a path in it, be it of Istio's form or not. */
const SPIFFE_ID = /^[^/]+\/./;
const IDENTITY = /^[^/]+\/ns\/([^/]+)\/sa\/[^/]+$/;

function splitScheme(name: string): [scheme: string | undefined, rest: string] {
  const [, scheme, rest] = /^([a-z]+):(?:\/\/)?(.*)$/.exec(name) ?? [];
  return [scheme, rest ?? name];
}

function outside(name: string): Client {
  return { clientClass: ClientClass.OUTSIDE, name, namespace: undefined, identity: null, ip: undefined, isCaptured: false };
}

/** Who has an identity is captured, as far as one is to know. */
function withIdentity(name: string, identity: string, namespace: string | undefined): Client {
  return { clientClass: ClientClass.CAPTURED, name, namespace, identity, ip: undefined, isCaptured: true };
}

function ofIdentity(name: string, identity: string): Found<readonly Client[]> {
  return found([withIdentity(name, identity, IDENTITY.exec(identity)?.[1])]);
}

function ofWorkload(mesh: MeshObjects, name: string): Found<readonly Client[]> {
  const parts = name.split('/');
  if (parts.length < 2 || parts.length > 3) {
    const qualified = [...workloadNames(mesh)].filter((one) => one.endsWith(`/${name}`));
    return notFound(`"${name}" names no client, expected ${CLIENT_FORMS}${oneOfThem(qualified)}`);
  }
  const workload = findWorkload(mesh, name);
  return workload.value ? found(clientsFor(mesh, name, workload.value)) : notFound(workload.problem!);
}

/** Finds a workload by `NAMESPACE/NAME` or `KIND/NAMESPACE/NAME`. */
export function findWorkload(mesh: MeshObjects, text: string): Found<Workload> {
  const parts = text.split('/');
  const name = parts.slice(-2).join('/');
  const kind = parts.length === 3 ? parts[0] : undefined;
  const named = workloadsNamed(mesh, name).filter(({ subject: { manifest } }) => kind === undefined || manifest.kind === kind);
  if (named.length === 1) return found(named[0]);
  if (named.length === 0) return notFound(`no workload "${text}" is in the input${alike(mesh, name)}`);
  const candidates = named.map(({ subject: { manifest } }) => `${manifest.kind}/${name}`);
  return notFound(`"${text}" is ambiguous, expected one of ${candidates.join(', ')}`);
}

/** Workloads of that name and another kind, else those with a name that is like it. */
function alike(mesh: MeshObjects, name: string): string {
  const others = workloadsNamed(mesh, name).map(({ subject: { manifest: { kind } } }) => `${kind}/${name}`);
  return others.length > 0 ? oneOfThem(others) : didYouMean(name, workloadNames(mesh));
}

/** A client for each way on which the requests of a workload may get. */
export function clientsFor(mesh: MeshObjects, name: string, workload: Workload): Client[] {
  const choice = dataPlaneOf(mesh, workload);
  const choices = isUnknown(choice) ? [{ dataPlane: DataPlane.ZTUNNEL }, { dataPlane: DataPlane.NONE }] : [choice];
  return choices.map((one) => ofChoice(mesh, name, workload, one));
}

function ofChoice(mesh: MeshObjects, name: string, workload: Workload, { dataPlane, evidence }: DataPlaneChoice): Client {
  return {
    clientClass: CLASS_OF[dataPlane],
    name,
    namespace: workload.subject.manifest.namespace,
    identity: dataPlane === DataPlane.NONE ? null : workloadIdentity(mesh, workload),
    ip: workload.addresses[0],
    workload,
    isCaptured: dataPlane === DataPlane.ZTUNNEL,
    ...(evidence && { evidence }),
  };
}
