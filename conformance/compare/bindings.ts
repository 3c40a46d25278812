import type { Answer, Fact, Facts } from './facts';
import type { BindingJson, OurBinding } from './our-bindings';
import { isPodController, nameOf, targetKey } from './ours';

/** Reasons of our own: where Istio has none to give. */
const WITHOUT_REASON = new Set(['WaypointAccepted', 'NotEnrolled', 'OptedOut', 'OwnWaypoint', 'NotInAmbient']);

/** What Istio's code says about who is served by which waypoint. */
export function judgedBindings({ services, serviceEntries, workloads }: Answer): Facts {
  return new Map([
    ...Object.entries(services).map(([name, fact]): [string, Fact] => [`Service/${name}`, judgedService(fact)]),
    ...Object.entries(serviceEntries).map(([name, fact]): [string, Fact] => [`ServiceEntry/${name}`, judgedService(fact)]),
    ...Object.entries(workloads).map(([key, fact]): [string, Fact] => [key, judgedWorkload(key, fact)]),
  ]);
}

function judgedService(fact: Fact): Fact {
  return {
    waypoint: fact.waypoint,
    reason: fact.reason ?? null,
    message: boundMessage(fact),
    ingressUseWaypoint: fact.ingressUseWaypoint ?? false,
    ...weightedFact(fact.weightedWaypoints),
    canary: fact.canary ?? null,
    // Without address there is nothing to bypass.
    ...(!fact.headless && { bypass: fact.bypass ?? false }),
    headless: fact.headless ?? false,
    notInAmbient: fact.notInAmbient ?? false,
    // One without any host of its own is left out, and then Istio does not say whose they are.
    ...(!fact.notInAmbient && { hostsOwnedByOthers: fact.hostsOwnedByOthers ?? [] }),
  };
}

/** The canary is named by its address, if that is the address of one Gateway. */
function weightedFact(weighted: unknown): Fact {
  if (!Array.isArray(weighted)) return { weightedWaypoints: null };
  const [primary, canary] = weighted as { waypoint: string | null; weight: number }[];
  return canary.waypoint === null ? { primaryWeight: primary.weight } : { weightedWaypoints: weighted };
}

/** Of Pods and endpoints Istio keeps no reason; which waypoint two Gateways with one address stand for is not known. */
function judgedWorkload(key: string, fact: Fact): Fact {
  const [kind, , , endpoint] = key.split('/');
  const hasReason = kind === 'WorkloadEntry' && endpoint === undefined;
  return {
    ...('waypoint' in fact && { waypoint: fact.waypoint }),
    ...(hasReason && { reason: fact.reason ?? null, message: boundMessage(fact) }),
    instanceOf: fact.isWaypointInstanceOf ?? null,
    applicationTunnel: fact.applicationTunnel ?? null,
  };
}

function boundMessage({ conditions }: Fact): unknown {
  return (conditions as Record<string, { message: string }> | undefined)?.['istio.io/WaypointBound']?.message ?? '';
}

/** The conditions that Istio writes to Services, ServiceEntries and WorkloadEntries. */
export function judgedConditions({ services, serviceEntries, workloads }: Answer): Facts {
  const conditionsIn = (kind: string, facts: Readonly<Record<string, Fact>>) =>
    Object.entries(facts).map(([name, { conditions = {} }]): [string, Fact] => [`${kind}${name}`, { conditions }]);
  const entries = Object.fromEntries(Object.entries(workloads).filter(([key]) => /^WorkloadEntry\/[^/]+\/[^/]+$/.test(key)));
  return new Map([...conditionsIn('Service/', services), ...conditionsIn('ServiceEntry/', serviceEntries), ...conditionsIn('', entries)]);
}

/** The conditions that our side expects on objects that the judge knows. */
export function ourConditionFacts(bindings: readonly OurBinding[], judged: Facts): Facts {
  const all = bindings.map((binding): [string, Fact] => [keyOf(binding), { conditions: binding.conditions }]);
  return new Map(all.filter(([key]) => judged.has(key)));
}

/** What our side says about the objects that the judge knows. */
export function ourBindingFacts(bindings: readonly OurBinding[], judged: Facts): Facts {
  const all = bindings.map((binding): [string, Fact] => [keyOf(binding), factOf(binding)]);
  // A workload that is not in the mesh is unknown to Istio; a controller may have no Pod.
  return new Map(all.filter(([key, { notInAmbient }]) => judged.has(key) || !(notInAmbient || key.startsWith('Pod/'))));
}

function keyOf({ subject, endpoint }: BindingJson): string {
  return targetKey(subject, endpoint);
}

function factOf(binding: OurBinding): Fact {
  const { reason } = binding;
  return {
    reason: WITHOUT_REASON.has(reason) ? null : reason,
    message: binding.message,
    ingressUseWaypoint: binding.ingressUseWaypoint ?? false,
    ...waypointFact(binding),
    ...canaryFact(binding),
    ...instanceFact(binding),
    headless: binding.headless,
    notInAmbient: reason === 'NotInAmbient',
    hostsOwnedByOthers: [...binding.hostsOwnedByOthers].sort(),
  };
}

function waypointFact(binding: OurBinding): Fact {
  const { waypoint, headless, path, isPassedByZtunnel } = binding;
  const bypass = waypoint !== null && !headless && !isPassedByZtunnel && path === 'direct';
  // Of Pods and endpoints Istio keeps no more than where their traffic goes.
  const isSeen = !bypass || !isBareWorkload(binding);
  return { bypass, waypoint: waypoint && isSeen ? nameOf(waypoint) : null };
}

function instanceFact({ instanceOf }: BindingJson): Fact {
  return { instanceOf: instanceOf && nameOf(instanceOf.waypoint), applicationTunnel: instanceOf?.applicationTunnel ?? null };
}

function isBareWorkload({ subject: { kind }, endpoint }: BindingJson): boolean {
  return kind === 'Pod' || isPodController(kind) || endpoint !== null;
}

function canaryFact({ waypoint, canary }: BindingJson): Fact {
  if (!waypoint || !canary) return { weightedWaypoints: null, canary: null };
  const { reason, message, weight } = canary;
  if (reason !== 'WaypointAccepted') return { weightedWaypoints: null, canary: { reason, message } };
  const weighted = [{ waypoint: nameOf(waypoint), weight: 100 - weight! }, { waypoint: nameOf(canary.waypoint), weight }];
  return { weightedWaypoints: weighted, primaryWeight: 100 - weight!, canary: null };
}
