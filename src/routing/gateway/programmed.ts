import type { Gateway } from './controller';
import { selectsNothing } from './deployed-services';
import { isOpen } from './listener-tls';
import type { Condition } from '../../binding/conditions';
import { deploymentOf, isManaged } from '../../binding/readiness';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { GatewayStatus } from '../../mesh/settings';
import { hasEndpoints } from '../../registry/endpoints';
import { servicesWithHost } from '../../registry/find-service';
import type { MeshService } from '../../registry/mesh-service';

/**
 * Whether the services of a Gateway take its traffic.
 * @see istio pilot/pkg/config/kube/gatewaycommon/conversion.go SetProgrammedCondition
 */
export function programmedCondition(mesh: MeshObjects, gateway: Gateway, hosts: readonly string[]): Condition[] {
  const isDeployed = isManaged(gateway);
  if (isDeployed && mesh.gatewayStatus === GatewayStatus.OBSERVED) return [];
  if (hosts.length === 0) return [notProgrammed('UnsupportedAddress', 'Failed to assign to any requested addresses')];
  const ports = [...new Set((gateway.body.spec?.listeners ?? []).filter(isOpen).map(({ port = 0 }) => port))];
  const results = hosts.map((host) => isDeployed ? deployed(mesh, gateway, host, ports) : resolve(mesh, gateway, host, ports));
  return [conditionFor(results.flatMap(({ assigned }) => assigned).sort(), results.flatMap(({ faults }) => faults).sort())];
}

/** What a service takes of a Gateway: `host:port`, and why not the rest. */
interface Assignment {
  readonly assigned: readonly string[];
  readonly faults: readonly string[];
}

function deployed(mesh: MeshObjects, gateway: Gateway, host: string, ports: readonly number[]): Assignment {
  if (!deploymentOf(mesh, gateway).isReady) return { assigned: [], faults: [`hostname "${host}" not found`] };
  const own = servicesWithHost(mesh, host).find(({ owner }) => owner.namespace === gateway.namespace);
  return own && selectsNothing(mesh, own) ? withoutInstances(host, ports) : all(host, ports);
}

/** @see istio pilot/pkg/config/kube/gatewaycommon/context.go ResolveGatewayInstances */
function resolve(mesh: MeshObjects, { namespace }: Gateway, host: string, ports: readonly number[]): Assignment {
  const services = servicesWithHost(mesh, host);
  const service = services.find(({ owner }) => owner.namespace === namespace);
  if (!service) return { assigned: [], faults: [notFound(host, namespace, services)] };
  if (hasEndpoints(mesh, service) !== true) return withoutInstances(host, ports);
  const isTaken = (port: number) => service.ports.some(({ number }) => number === port);
  const faults = ports.filter((port) => !isTaken(port)).map((port) => `port ${port} not found for hostname "${host}"`);
  return { ...all(host, ports.filter(isTaken)), faults };
}

function withoutInstances(host: string, ports: readonly number[]): Assignment {
  return { assigned: [], faults: ports.map(() => `no instances found for hostname "${host}"`) };
}

function all(host: string, ports: readonly number[]): Assignment {
  return { assigned: ports.map((port) => `${host}:${port}`), faults: [] };
}

function notFound(host: string, namespace: string, elsewhere: readonly MeshService[]): string {
  if (elsewhere.length === 0) return `hostname "${host}" not found`;
  const found = elsewhere.map(({ owner }) => `"${owner.namespace}"`).sort().join(', ');
  return `hostname "${host}" not found in namespace "${namespace}", but it was found in namespace(s) ${found}`;
}

function conditionFor(assigned: readonly string[], faults: readonly string[]): Condition {
  if (faults.length === 0) {
    const message = assigned.length > 0 ? `Resource programmed, assigned to service(s) ${listed(assigned)}` : 'Resource programmed';
    return { type: 'Programmed', status: 'True', reason: 'Programmed', message };
  }
  const isUsable = faults.every((fault) => fault.startsWith('no instances'));
  const lost = assigned.length > 0
    ? `Assigned to service(s) ${listed(assigned)}, but failed to assign to all requested addresses`
    : 'Failed to assign to any requested addresses';
  return notProgrammed(isUsable ? 'AddressNotAssigned' : 'AddressNotUsable', `${lost}: ${faults.join('; ')}`);
}

function notProgrammed(reason: string, message: string): Condition {
  return { type: 'Programmed', status: 'False', reason, message };
}

/** @see istio pilot/pkg/config/kube/gatewaycommon/conversion.go HumanReadableJoin */
function listed(texts: readonly string[]): string {
  if (texts.length < 3) return texts.join(' and ');
  return `${texts.slice(0, -1).join(', ')}, and ${texts[texts.length - 1]}`;
}
