import { destinationHops } from './destination-hop-json';
import { evidenceJson } from './json';
import { waypointHop } from './waypoint-hop-json';
import type { WaypointName } from '../binding/claim';
import { evidenceOf } from '../binding/evidence-of';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { Journey } from '../traffic/journey';
import { firstHopText } from '../traffic/notes-on-client';

/** The hops of a request, in order. */
export function hopsJson(mesh: MeshObjects, journey: Journey): object[] {
  const { stops, reach, client } = journey;
  return [
    clientHop(journey),
    ...stops.flatMap((stop) => [
      waypointHop(mesh, stop, journey),
      ...stop.ways.flatMap(({ backends }) => backends).flatMap((backend) => destinationHops(backend, stop.identity)),
    ]),
    ...reach ? destinationHops(reach, client.identity) : [],
  ];
}

function clientHop({ client, firstHop }: Journey) {
  const { outcome, cause, binding, waypoints } = firstHop;
  const evidence = [...client.evidence ? [client.evidence] : [], ...binding ? evidenceOf(binding) : []];
  const [primary, canary] = waypoints;
  return {
    at: 'client',
    class: client.clientClass,
    identity: typeof client.identity === 'string' ? `spiffe://${client.identity}` : null,
    outcome,
    waypoint: primary ? nameOf(primary.waypoint) : null,
    canary: canary ? { waypoint: nameOf(canary.waypoint), weight: canary.share } : null,
    reason: binding?.reason ?? cause,
    cause,
    message: firstHopText(firstHop),
    evidence: evidence.map(evidenceJson),
  };
}

function nameOf({ namespace, name }: WaypointName): WaypointName {
  return { namespace, name };
}
