import type { Dialled } from './target';
import { destinationOf } from './target';
import type { BindingReason } from '../binding/binding';
import type { MeshObjects } from '../mesh/mesh-objects';
import { unsaid } from '../request/truth';
import type { Client } from '../traffic/client';
import { hasIdentity } from '../traffic/client';
import { explain } from '../traffic/explain';
import type { FirstHop } from '../traffic/first-hop';
import { ClientOutcome, firstHop } from '../traffic/first-hop';
import { dialledBy } from '../traffic/journey';
import { firstHopText } from '../traffic/notes-on-client';
import { outcomeOf } from '../traffic/outcome';
import type { RequestForm } from '../traffic/request-form';
import { requestOf } from '../traffic/request-form';
import type { Verdict } from '../traffic/verdict';

/** Where requests of a client get to first in one mesh, whatever they say. */
export interface Way {
  readonly outcome: ClientOutcome;
  /** The waypoints that take them, with their shares in percent. */
  readonly waypoints: FirstHop['waypoints'];
  /** Istio's reason for the waypoint that is bound, or for none. */
  readonly reason: BindingReason | null;
  /** Why, in a sentence. */
  readonly message: string;
}

/** What becomes of one request in one mesh. */
export interface Answer {
  readonly verdict: Verdict;
  /** The policy that decides, as `NAMESPACE/NAME`. */
  readonly decidedBy: string | null;
}

/** Where a client gets to first: where several ways are possible, nobody knows. */
export function wayOf(mesh: MeshObjects, clients: readonly Client[], dialled: Dialled, port: number): Way {
  const hops = clients.flatMap((client) =>
    dialledBy(mesh, client, destinationOf(dialled, port)).map((destination) => firstHop(mesh, client, destination)));
  const [first] = hops;
  const isKnown = hops.every(({ outcome, waypoints }) => outcome === first.outcome && waypoints.length === first.waypoints.length);
  const message = firstHopText(first);
  const reason = first.binding?.reason ?? null;
  return isKnown
    ? { outcome: first.outcome, waypoints: first.waypoints, reason, message }
    : { outcome: ClientOutcome.UNKNOWN, waypoints: [], reason, message };
}

/** Sends a request; where the input does not tell how the client gets on its way, on each of them. */
export function ask(mesh: MeshObjects, clients: readonly Client[], dialled: Dialled, port: number, form: RequestForm): Answer {
  const destination = destinationOf(dialled, port);
  const asked = clients.map((client) => ({ client, request: requestFor(client, form) }));
  const { verdict, decidedBy } = outcomeOf(explain(mesh, { form, destination, asked }));
  return { verdict, decidedBy };
}

function requestFor(client: Client, form: RequestForm) {
  const principal = hasIdentity(client) ? client.identity : null;
  const ip = client.ip ?? form.ip ?? unsaid('the address of the caller');
  return requestOf(form, { caller: { principal, ip }, defaultHost: form.host ?? '', isComplete: true });
}

/** What a client writes as host: what it dials, with the port unless it is that of HTTP. */
export function usualHost({ service, workload }: Dialled, port: number): string {
  const name = service?.host ?? workload!.addresses[0] ?? workload!.subject.manifest.name;
  return port === 80 ? name : `${name}:${port}`;
}

