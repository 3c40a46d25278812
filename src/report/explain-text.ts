import { hopLines } from './hop-text';
import type { Style } from './style';
import { printable } from './style';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import { isHttp } from '../request/request';
import type { Explanation, WithoutWaypoint } from '../traffic/explain';
import { LOSSES, notesOf } from '../traffic/notes';
import { summaryOf } from '../traffic/summary';
import { Verdict } from '../traffic/verdict';

/** What becomes of a request, for people: the verdict, the hops with their reasons and places, what if the waypoint were absent. */
export function explanationText(mesh: MeshObjects, explanation: Explanation, style: Style): string {
  const { journeys, withoutWaypoint } = explanation;
  const sections = [
    [headline(explanation, style), printable(`  ${summaryOf(explanation)}`)],
    ...journeys.map((journey) => hopLines(mesh, journey, style)),
    ...withoutWaypoint ? [withoutWaypointLines(explanation.verdict, withoutWaypoint, style)] : [],
    noteLines(notesOf(mesh, explanation), style),
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headline({ verdict, question }: Explanation, style: Style): string {
  const { destination, asked: [{ client, request }], form } = question;
  const host = destination.kind === 'service' ? `${destination.service.host}:${destination.port}` : form.to;
  const what = isHttp(request.protocol) ? `${request.method} ${request.path}` : request.protocol.toUpperCase();
  return `${verdictText(verdict, style)}  ${printable(`${client.name} → ${host} · ${what}`)}`;
}

/** A verdict in its colour. */
function verdictText(verdict: Verdict, style: Style): string {
  return verdict === Verdict.ALLOWED ? style.good(verdict) : style.bad(verdict);
}

/** That a request gets through which the waypoint stops is no good news. */
function withoutWaypointLines(before: Verdict, { verdict, lost }: WithoutWaypoint, style: Style): string[] {
  const text = verdict === before ? verdictText(verdict, style) : style.bad(verdict);
  return [
    `${style.title('without the waypoint')}  ${text}`,
    ...lost.map(({ policy, why }) => printable(`  not enforced: ${refText(policy)}, ${LOSSES[why]}`)),
  ];
}

function noteLines(notes: readonly string[], style: Style): string[] {
  return notes.length > 0 ? [style.title('notes'), ...notes.map((note) => printable(`  ${note}`))] : [];
}
