import { clusterName, pathOf, serviceName } from './cluster-name';
import type { Explanation } from './explain';
import type { Journey } from './journey';
import type { Passage } from './passage';
import { passageOf } from './passage';
import type { Reach } from './reach';
import type { Verdict } from './verdict';
import { originOf } from './waypoint-hop';
import type { WaypointStop } from './waypoint-stop';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import { waypointText } from '../binding/status-text';

/** What becomes of a request, in few words. Objects are named `NAMESPACE/NAME`, null is none. */
export interface Outcome extends Passage {
  readonly verdict: Verdict;
  /** The waypoint that it takes. */
  readonly via: string | null;
  /** The only Service, or host, that it may get to. */
  readonly backend: string | null;
  /** All that it may get to, with their weights. */
  readonly backends: Readonly<Record<string, number>>;
  /** The status of HTTP that the waypoint answers itself. */
  readonly status: number | null;
  /** The policy that decides. */
  readonly decidedBy: string | null;
  /** The route that takes it. */
  readonly route: string | null;
  /** The verdict if the waypoint were absent. */
  readonly withoutWaypoint: Verdict | null;
}

/** Where several ways are possible the first one is told. */
export function outcomeOf(explanation: Explanation): Outcome {
  return new ExplainedOutcome(explanation);
}

/** An access test asks for few of its parts. */
class ExplainedOutcome implements Outcome {
  readonly #explanation: Explanation;
  readonly #journey: Journey;
  readonly #stop: WaypointStop | undefined;
  #passage: Passage | undefined;

  constructor(explanation: Explanation) {
    this.#explanation = explanation;
    this.#journey = explanation.journeys[0];
    this.#stop = this.#journey.stops.at(0);
  }

  public get verdict(): Verdict {
    return this.#explanation.verdict;
  }

  public get via(): string | null {
    return this.#stop ? waypointText(this.#stop.waypoint) : null;
  }

  public get backend(): string | null {
    return onlyOne(Object.keys(this.backends));
  }

  public get backends(): Readonly<Record<string, number>> {
    return backendsOf(this.#journey);
  }

  public get status(): number | null {
    return this.#stop?.ways.at(0)?.answer?.status ?? null;
  }

  public get decidedBy(): string | null {
    return decidedBy(this.#journey);
  }

  public get route(): string | null {
    return routeOf(this.#stop);
  }

  public get withoutWaypoint(): Verdict | null {
    return this.#explanation.withoutWaypoint?.verdict ?? null;
  }

  public get sees(): Passage['sees'] {
    return this.#made.sees;
  }

  public get responseHeaders(): Passage['responseHeaders'] {
    return this.#made.responseHeaders;
  }

  public get location(): Passage['location'] {
    return this.#made.location;
  }

  public get timeout(): Passage['timeout'] {
    return this.#made.timeout;
  }

  public get retries(): Passage['retries'] {
    return this.#made.retries;
  }

  public get mirrors(): Passage['mirrors'] {
    return this.#made.mirrors;
  }

  get #made(): Passage {
    return this.#passage ??= passageOf(this.#stop);
  }
}

function onlyOne(names: readonly string[]): string | null {
  return names.length === 1 ? names[0] : null;
}

/** What a request may get to, with weights: where there is but one it has all. */
function backendsOf({ stops, reach }: Journey): Record<string, number> {
  const [stop] = stops;
  if (!stop) return reach ? { [reachName(reach)]: 100 } : {};
  const routed = stop.hop?.routing?.backends ?? stop.hop?.l4Routing?.backends;
  if (!routed) return Object.fromEntries(stop.ways.flatMap(({ backends }) => backends.map((backend) => [reachName(backend), 100])));
  return Object.fromEntries(routed.map(({ cluster, weight }) => [clusterName(cluster), weight ?? 100]));
}

function reachName({ service, arrivals }: Reach): string {
  if (service) return serviceName(service.owner, service.host);
  const [arrival] = arrivals;
  return arrival ? pathOf(arrival.workload.subject.manifest) : '';
}

/** The policy that refuses the request, or lets it pass: of the waypoint, else of ztunnel. */
function decidedBy({ stops, reach }: Journey): string | null {
  const atWaypoint = stops.flatMap(({ hop }) => hop?.authorization?.by ?? []).at(0)?.policy;
  const atPods = stops.flatMap(({ gate }) => gate?.isAllowed === false ? [gate] : []);
  const reached = [...stops.flatMap(({ ways }) => ways.flatMap(({ backends }) => backends)), ...reach ? [reach] : []];
  const atZtunnel = decisiveOf([...atPods, ...reached.flatMap(({ arrivals }) => arrivals.flatMap(({ decision }) => decision ?? []))]);
  const decisive = atWaypoint && atZtunnel?.isAllowed !== false ? atWaypoint : atZtunnel?.by?.policy.source;
  return decisive ? pathOf(decisive) : null;
}

/** A refusal, else what a rule allows. */
function decisiveOf(decisions: readonly ZtunnelDecision[]): ZtunnelDecision | undefined {
  return decisions.find(({ isAllowed }) => isAllowed === false) ?? decisions.find(({ by }) => by);
}

function routeOf(stop: WaypointStop | undefined): string | null {
  const origin = stop?.hop && originOf(stop.hop);
  return origin ? pathOf(origin.manifest) : null;
}
