import { hopsJson } from './hop-json';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refOf } from '../mesh/object-ref';
import { isUnknown } from '../request/truth';
import type { Explanation, WithoutWaypoint } from '../traffic/explain';
import { LOSSES, notesOf } from '../traffic/notes';
import { summaryOf } from '../traffic/summary';

/** What becomes of a request, as the JSON that docs/requests.md describes. */
export function explanationJson(mesh: MeshObjects, explanation: Explanation) {
  const { verdict, journeys, withoutWaypoint } = explanation;
  return {
    ...idJson(explanation),
    request: requestJson(explanation),
    verdict,
    why: summaryOf(explanation),
    hops: journeys.flatMap((journey) => hopsJson(mesh, journey)),
    withoutWaypoint: withoutWaypoint ? withoutWaypointJson(withoutWaypoint) : null,
    notes: notesOf(mesh, explanation),
  };
}

function idJson({ question: { form } }: Explanation) {
  return form.id === undefined ? {} : { id: form.id };
}

/** A request as it is understood. */
function requestJson({ question: { form, destination, asked: [{ client, request }] } }: Explanation) {
  const { protocol, method, path, host, headers, sni, token, caller } = request;
  return {
    from: client.name,
    identity: typeof caller.principal === 'string' ? `spiffe://${caller.principal}` : null,
    ip: textOrNull(caller.ip),
    to: form.to,
    address: textOrNull(destination.address),
    port: destination.port,
    proto: form.proto ?? protocol,
    sni: sni ?? null,
    method,
    path,
    host,
    headers: headers.lines,
    claims: isUnknown(token) || token === null ? null : token.claims.values,
    isComplete: headers.isComplete,
  };
}

function textOrNull<T>(value: T): Exclude<T, object> | null {
  return isUnknown(value) ? null : value as Exclude<T, object>;
}

function withoutWaypointJson({ verdict, lost }: WithoutWaypoint) {
  return { verdict, lost: lost.map(({ policy, why }) => ({ subject: refOf(policy), why: LOSSES[why] })) };
}
