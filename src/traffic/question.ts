import { isIP } from 'node:net';
import type { Client } from './client';
import { hasIdentity } from './client';
import type { Destination } from './destination';
import { findClients } from './find-client';
import { findDestination } from './find-destination';
import type { Found } from './found';
import { found, notFound } from './found';
import type { RequestForm } from './request-form';
import { requestOf } from './request-form';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { Request } from '../request/request';
import { isUnknown, unsaid } from '../request/truth';

/** A request whose client and destination are found. */
export interface Question {
  readonly form: RequestForm;
  readonly destination: Destination;
  /** What the client sends. Where the input does not tell how it gets on its way, once for each way. */
  readonly asked: readonly { readonly client: Client; readonly request: Request }[];
}

/** Who sends a request if its form does not say. */
const DEFAULT_CLIENT = 'cluster.local/ns/default/sa/default';
/** The address of a client of which a complete form names the identity only. */
const DEFAULT_IP = '10.244.200.1';

/**
 * Finds what a form names.
 * @param isComplete whether the form says all of the request: then what it does not say is not there
 */
export function questionOf(mesh: MeshObjects, form: RequestForm, isComplete: boolean): Found<Question> {
  if (form.ip !== undefined && !isIP(form.ip)) return notFound(`"${form.ip}" is no IP address, expected one of the client`);
  const clients = findClients(mesh, form.from ?? DEFAULT_CLIENT);
  if (!clients.value) return notFound(clients.problem);
  const destination = findDestination(mesh, form.to, clients.value[0].namespace);
  if (!destination.value) return notFound(destination.problem);
  const defaultHost = hostOf(destination.value);
  const asked = clients.value.map((client) => {
    const assumed = isComplete && !client.workload && client.isCaptured ? DEFAULT_IP : undefined;
    const ip = form.ip ?? client.ip ?? assumed ?? unsaid('the address of the caller');
    const caller = { principal: hasIdentity(client) ? client.identity : null, ip };
    return { client, request: requestOf(form, { caller, defaultHost, isComplete }) };
  });
  return found({ form, destination: destination.value, asked });
}

/** What a client writes as host: the name or address that it dials, with the port unless it is that of HTTP. */
function hostOf(destination: Destination): string {
  const { port } = destination;
  const host = nameOf(destination);
  return port === 80 ? host : `${host}:${port}`;
}

function nameOf(destination: Destination): string {
  if (destination.kind === 'service') return destination.service.host;
  if (!isUnknown(destination.address)) return destination.address;
  return destination.kind === 'workload' ? destination.workload.subject.manifest.name : '';
}
