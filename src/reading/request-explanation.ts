import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import { explanationText } from '../report/explain-text';
import { PLAIN } from '../report/style';
import type { Explanation } from '../traffic/explain';
import { notesOf } from '../traffic/notes';
import { outcomeOf } from '../traffic/outcome';
import { summaryOf } from '../traffic/summary';
import type { Verdict } from '../traffic/verdict';

/** What becomes of a request, and why. Of several ways that it may take the first is told. */
export interface RequestExplanation {
  readonly verdict: Verdict;
  /** Why, in a sentence. */
  readonly why: string;
  /**
   * The waypoint that it takes, as `NAMESPACE/NAME`.
   * @default - it takes none
   */
  readonly waypoint?: string;
  /**
   * The only Service that it may get to, as `NAMESPACE/NAME`; of a ServiceEntry the host.
   * @default - there are several, or none
   */
  readonly backend?: string;
  /** All that it may get to, with their weights. */
  readonly backends: { [name: string]: number };
  /**
   * The status of HTTP that the waypoint answers itself.
   * @default - it gives no answer of its own
   */
  readonly status?: number;
  /**
   * The policy that decides, as `NAMESPACE/NAME`.
   * @default - no rule does
   */
  readonly decidedBy?: string;
  /**
   * The route that takes it, as `NAMESPACE/NAME`.
   * @default - none does
   */
  readonly route?: string;
  /**
   * What would become of it if the waypoint were absent or not ready.
   * @default - it takes no waypoint
   */
  readonly verdictWithoutWaypoint?: Verdict;
  /** The policies that only the waypoint enforces, as `KIND NAMESPACE/NAME`. */
  readonly policiesOfWaypoint: string[];
  /** What else is to be known. */
  readonly notes: string[];
  /** All of it for people, hop by hop, as `waypoint explain` prints it. */
  readonly text: string;
}

/** An explanation of the engine as users of the library see it. */
export function requestExplanation(mesh: MeshObjects, explanation: Explanation): RequestExplanation {
  const { verdict, via, backend, backends, status, decidedBy, route, withoutWaypoint } = outcomeOf(explanation);
  return {
    verdict,
    why: summaryOf(explanation),
    waypoint: via ?? undefined,
    backend: backend ?? undefined,
    backends,
    status: status ?? undefined,
    decidedBy: decidedBy ?? undefined,
    route: route ?? undefined,
    verdictWithoutWaypoint: withoutWaypoint ?? undefined,
    policiesOfWaypoint: explanation.withoutWaypoint?.lost.map(({ policy }) => refText(policy)) ?? [],
    notes: notesOf(mesh, explanation),
    text: explanationText(mesh, explanation, PLAIN),
  };
}
