import type { Client } from './client';
import { ClientClass } from './client';
import type { FirstHop } from './first-hop';
import { ClientOutcome, firstHop } from './first-hop';
import { dialledBy } from './journey';
import { BindingReason } from '../binding/binding';
import { bindingOf } from '../binding/served-by';
import type { MeshObjects } from '../mesh/mesh-objects';
import { endpointsOf } from '../registry/endpoints';
import { allServices } from '../registry/find-service';
import type { MeshService } from '../registry/mesh-service';
import { unknown } from '../request/truth';

/** Which clients take the waypoint of a service, and which go past it. */
export interface Coverage {
  readonly service: MeshService;
  readonly clients: readonly { readonly clientClass: ClientClass; readonly firstHop: FirstHop }[];
  /** Where a captured client gets to that dials the address of a pod; absent where no pod of the service is in the input. */
  readonly podAddress?: FirstHop;
}

/** The coverage of all services that are bound to a waypoint. */
export function coverageOfAll(mesh: MeshObjects): Coverage[] {
  return allServices(mesh)
    .filter(({ owner }) => bindingOf(mesh, owner).reason === BindingReason.ACCEPTED)
    .map((service) => coverageOf(mesh, service));
}

/** The coverage of one service. */
export function coverageOf(mesh: MeshObjects, service: MeshService): Coverage {
  const destination = { kind: 'service', service, port: service.ports.at(0)?.number ?? 0, address: unknown('its address') } as const;
  const endpoint = endpointsOf(mesh, service).at(0);
  const pod = endpoint && { ...destination, kind: 'workload', workload: endpoint, endpointOf: service } as const;
  return {
    service,
    ...(pod && { podAddress: firstHop(mesh, clientOf(ClientClass.CAPTURED), pod) }),
    clients: Object.values(ClientClass).map((clientClass) => {
      const client = clientOf(clientClass);
      const [dialled] = dialledBy(mesh, client, destination);
      return { clientClass, firstHop: firstHop(mesh, client, dialled) };
    }),
  };
}

/** Whether the clients of a class take the waypoint, or are refused where they can't. */
export function traverses({ outcome }: Pick<FirstHop, 'outcome'>): boolean {
  return outcome === ClientOutcome.TO_WAYPOINT || outcome === ClientOutcome.REFUSED;
}

/** A gateway of another product counts as captured, which is the best that it can be. */
function clientOf(clientClass: ClientClass): Client {
  const isCaptured = clientClass === ClientClass.CAPTURED || clientClass === ClientClass.THIRD_PARTY_GATEWAY;
  return { clientClass, name: clientClass, namespace: undefined, identity: unknown('the identity'), ip: undefined, isCaptured };
}
