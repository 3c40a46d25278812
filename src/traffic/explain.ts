import type { Journey } from './journey';
import { journeysOf, journeyWithoutWaypoint } from './journey';
import type { LostPolicy } from './lost-policies';
import { lostPolicies } from './lost-policies';
import type { Question } from './question';
import { oneOf, Verdict } from './verdict';
import type { MeshObjects } from '../mesh/mesh-objects';

/** What becomes of a request, and why. */
export interface Explanation {
  readonly question: Question;
  readonly verdict: Verdict;
  /** The ways that it may take: several for a headless Service, and where the input does not tell how the client gets on its way. */
  readonly journeys: readonly Journey[];
  /** What if the waypoint on its way were absent; undefined: there is none on its way. */
  readonly withoutWaypoint?: WithoutWaypoint;
}

/** What becomes of a request if the waypoint on its way is absent: it then goes past it, with the policies of ztunnel only. */
export interface WithoutWaypoint {
  readonly verdict: Verdict;
  /** The policies that are then not enforced. */
  readonly lost: readonly LostPolicy[];
}

/** Tells what becomes of a request. */
export function explain(mesh: MeshObjects, question: Question): Explanation {
  const { asked, destination } = question;
  const ways = asked.map(({ client, request }) => journeysOf(mesh, client, destination, request));
  const verdicts = ways.map((journeys) => oneOf(journeys.map(({ verdict }) => verdict)));
  const isKnown = new Set(verdicts).size === 1 || asked[0].client.isOneOfSeveral;
  const verdict = isKnown ? oneOf(verdicts) : Verdict.UNKNOWN;
  return new Answer(mesh, question, verdict, ways.flat());
}

/** An explanation of which many are not asked what if there were no waypoint. */
class Answer implements Explanation {
  readonly #mesh: MeshObjects;

  constructor(
    mesh: MeshObjects, public readonly question: Question, public readonly verdict: Verdict, public readonly journeys: readonly Journey[],
  ) {
    this.#mesh = mesh;
  }

  public get withoutWaypoint(): WithoutWaypoint | undefined {
    return withoutWaypoint(this.#mesh, this.journeys);
  }
}

function withoutWaypoint(mesh: MeshObjects, journeys: readonly Journey[]): WithoutWaypoint | undefined {
  const guarded = journeys.filter(({ stops }) => stops.length > 0);
  if (guarded.length === 0) return undefined;
  const verdicts = guarded.map((journey) => journeyWithoutWaypoint(mesh, journey).verdict);
  return { verdict: oneOf(verdicts), lost: lostPolicies(mesh, guarded[0]) };
}
