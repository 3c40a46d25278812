import type { Explanation } from './explain';
import type { Journey } from './journey';
import type { Reach } from './reach';
import type { Verdict } from './verdict';
import { originOf } from './waypoint-hop';
import type { WaypointStop } from './waypoint-stop';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import { waypointText } from '../binding/status-text';
import { SERVICE } from '../mesh/kinds/core';
import { isOf } from '../mesh/manifest';
import type { ObjectRef } from '../mesh/object-ref';
import type { Cluster } from '../routing/cluster';

/** What becomes of a request, in few words. Objects are named `NAMESPACE/NAME`, null is none. */
export interface Outcome {
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
  if (service) return ownerName(service.owner, service.host);
  const [arrival] = arrivals;
  return arrival ? nameOf(arrival.workload.subject.manifest) : '';
}

function clusterName({ service, host, subset }: Cluster): string {
  return `${service ? ownerName(service.owner, host) : host}${subset ? `:${subset}` : ''}`;
}

function ownerName(owner: Parameters<typeof isOf>[1], host: string): string {
  return isOf(SERVICE, owner) ? nameOf(owner) : host;
}

function nameOf({ namespace, name }: ObjectRef): string {
  return `${namespace}/${name}`;
}

/** The policy that refuses the request, or lets it pass: of the waypoint, else of ztunnel. */
function decidedBy({ stops, reach }: Journey): string | null {
  const atWaypoint = stops.flatMap(({ hop }) => hop?.authorization?.by ?? []).at(0)?.policy;
  const reached = [...stops.flatMap(({ ways }) => ways.flatMap(({ backends }) => backends)), ...reach ? [reach] : []];
  const atZtunnel = decisiveOf(reached.flatMap(({ arrivals }) => arrivals.flatMap(({ decision }) => decision ?? [])));
  const decisive = atWaypoint && atZtunnel?.isAllowed !== false ? atWaypoint : atZtunnel?.by?.policy.source;
  return decisive ? nameOf(decisive) : null;
}

/** A refusal, else what a rule allows. */
function decisiveOf(decisions: readonly ZtunnelDecision[]): ZtunnelDecision | undefined {
  return decisions.find(({ isAllowed }) => isAllowed === false) ?? decisions.find(({ by }) => by);
}

function routeOf(stop: WaypointStop | undefined): string | null {
  const origin = stop?.hop && originOf(stop.hop);
  return origin ? nameOf(origin.manifest) : null;
}
