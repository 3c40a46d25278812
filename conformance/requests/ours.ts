import type { Answer } from './answer';
import { answerOf } from './answer';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import type { Unknown } from '../../src/request/truth';
import { isUnknown } from '../../src/request/truth';
import { explain } from '../../src/traffic/explain';
import { questionOf } from '../../src/traffic/question';
import type { WaypointHop } from '../../src/traffic/waypoint-hop';
import type { Request } from '../generate/requests';

/** What our side says of a request: an answer, or what it depends on that the input does not tell. */
export type OurAnswer = { readonly answer: Answer } | { readonly open: readonly string[] };

/**
 * What `waypoint explain` finds out about a request.
 * @param waypoint of several that take it, such as a waypoint and its canary, the one that is asked for, as `namespace/name`
 */
export function ourAnswer(mesh: MeshObjects, request: Request, waypoint: unknown): OurAnswer {
  const question = questionOf(mesh, request, true);
  if (!question.value) return / has no port /.test(question.problem!) ? { answer: { reached: false } } : { open: [question.problem!] };
  const { journeys: [{ stops, firstHop, request: sent }] } = explain(mesh, question.value);
  if (isUnknown(firstHop.binding?.path)) return { open: ['the binding'] };
  const nameOf = ({ waypoint: { namespace, name } }: typeof stops[number]): string => `${namespace}/${name}`;
  const stop = stops.find((one) => nameOf(one) === waypoint) ?? stops.at(0);
  if (!stop) return { answer: { reached: false } };
  const reached = { reached: true, waypoint: nameOf(stop) };
  if (!stop.hop) return { answer: { ...reached, result: 'unknown' } };
  const open = openIn(stop.hop);
  return open.length > 0 ? { open } : { answer: { ...reached, ...answerOf(stop.hop, sent, request.path ?? '/') } };
}

/** What an answer depends on that is not known. */
function openIn({ authorization, routing, l4Routing }: WaypointHop): string[] {
  const { deny, allow } = authorization?.dryRun ?? {};
  const states = (routing ?? l4Routing)?.backends.map(({ cluster }) => cluster.state) ?? [];
  const truths = [authorization?.isAllowed, deny?.matched, allow?.matched, ...states];
  const unknowns = truths.filter((truth): truth is Unknown => isUnknown(truth));
  return [...unknowns.flatMap(({ dependsOn }) => dependsOn), ...routing?.alternatives.length ? ['which route matches'] : []];
}
