import { boundOf, membersOf, serviceBinding } from './bindings';
import { isWaypoint } from './gateways';
import type { HostOwner } from '../../mesh/host-index';
import { SERVICE } from '../../mesh/kinds/core';
import { GATEWAY, GATEWAY_CLASS } from '../../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../../mesh/kinds/istio';
import type { PolicyRule } from '../../mesh/kinds/istio-security';
import { isOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember, rememberEach } from '../../mesh/remember';
import { servicesOf } from '../../registry/mesh-service';

/**
 * A port that is declared as TCP, as `KIND NAME:NUMBER`, of what a policy of a waypoint targets. Many policies may target one waypoint, which
 * may have many Services.
 */
export const firstTcpPort = rememberEach((...target: readonly string[]) => target.join('/'),
  (mesh: MeshObjects, kind, namespace, name): string | undefined => {
    const ports = tcpPorts(mesh);
    const owner = targetedServices(mesh, kind, namespace, name).find((each) => ports.has(each));
    return owner && `${owner.kind} ${owner.name}:${ports.get(owner)}`;
  });

/** Whether any Service or ServiceEntry at all has a port that is declared as TCP. */
export function hasTcpPorts(mesh: MeshObjects): boolean {
  return tcpPorts(mesh).size > 0;
}

/** The Services and ServiceEntries that have a port that is declared as TCP, each with the first. */
const tcpPorts = remember((mesh: MeshObjects): ReadonlyMap<HostOwner, number> => {
  const found = new Map<HostOwner, number>();
  for (const owner of [...mesh.all(SERVICE), ...mesh.all(SERVICE_ENTRY)]) {
    // All hosts of a ServiceEntry have the same ports.
    const port = servicesOf(owner, mesh.clusterDomain)[0]?.ports.find(({ protocol }) => protocol.family === 'tcp');
    if (port) found.set(owner, port.number);
  }
  return found;
});

/** Whether a rule is for certain ports alone. */
export function namesPorts({ to }: PolicyRule): boolean {
  return to?.every(({ operation }) => operation?.ports?.length) ?? false;
}

function targetedServices(mesh: MeshObjects, kind: string, namespace: string, name: string): readonly HostOwner[] {
  if (kind === GATEWAY_CLASS.kind) return servicesOfWaypoints(mesh);
  if (kind === GATEWAY.kind) {
    return membersOf(mesh, { namespace, name }).map(({ subject }) => subject.manifest as HostOwner).filter(isService);
  }
  const known = [SERVICE, SERVICE_ENTRY].find((each) => each.kind === kind);
  const owner = known && (mesh.find(known, namespace, name) as HostOwner | undefined);
  return owner && serviceBinding(mesh, owner) ? [owner] : [];
}

const servicesOfWaypoints = remember((mesh: MeshObjects) => boundOf(mesh)
  .filter(({ waypoint: { gateway } }) => gateway && isWaypoint(mesh, gateway))
  .map(({ subject }) => subject.manifest as HostOwner).filter(isService));

function isService(owner: HostOwner): boolean {
  return isOf(SERVICE, owner) || isOf(SERVICE_ENTRY, owner);
}
