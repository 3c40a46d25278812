import type { Condition } from '../../binding/conditions';
import type { Gateway } from '../../binding/gateway/controller';
import { isManaged } from '../../binding/gateway/deployment';
import type { NamedService } from '../../binding/gateway/named-services';
import { namedServices } from '../../binding/gateway/named-services';
import { requestedPorts } from '../../binding/gateway/requested-services';
import { MANAGED } from '../../istio/labels';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { GatewayStatus } from '../../mesh/settings';
import type { Instance, Instances } from '../../registry/instances';
import type { MeshService } from '../../registry/mesh-service';

/**
 * Whether the services of a Gateway take its traffic.
 * @see istio pilot/pkg/config/kube/gatewaycommon/conversion.go SetProgrammedCondition
 */
export function programmedCondition(mesh: MeshObjects, gateway: Gateway, hosts: readonly string[]): Condition[] {
  if (isManaged(gateway) && mesh.gatewayStatus === GatewayStatus.OBSERVED) return [];
  if (hosts.length === 0) return [notProgrammed('UnsupportedAddress', 'Failed to assign to any requested addresses')];
  const ports = requestedPorts(gateway);
  const results = namedServices(mesh, gateway).map((named) => resolve(gateway, named, ports));
  const assigned = new Set(results.flatMap((result) => result.assigned));
  return [conditionFor([...assigned].sort(), results.flatMap(({ faults }) => faults).sort())];
}

/** What a service takes of a Gateway: `host:port`, and why not the rest. */
interface Assignment {
  readonly assigned: readonly string[];
  readonly faults: readonly string[];
}

/** @see istio pilot/pkg/config/kube/gatewaycommon/context.go ResolveGatewayInstances */
function resolve({ namespace }: Gateway, { host, found, namespaces }: NamedService, ports: readonly number[]): Assignment {
  if (!found) return { assigned: [], faults: [notFound(host, namespace, namespaces)] };
  const { service, instances } = found;
  if (instances.size === 0) return withoutInstances(host, ports);
  const missing = ports.filter((port) => !instances.has(port));
  const faults = missing.flatMap((port) => missingPort(service, instances, port) ?? []);
  return { ...all(host, ports.filter((port) => instances.has(port))), faults };
}

/** A Service that says that istiod deployed it is believed to get instances for all of its ports. */
function missingPort({ host, owner, ports }: MeshService, instances: Instances, port: number): string | undefined {
  const fault = `port ${port} not found for hostname "${host}"`;
  const isMeant = ([, targets]: readonly [number, readonly Instance[]]) => targets.some((target) => target.port === port);
  const meant = [...instances].filter(isMeant).map(([number]) => String(number)).sort();
  if (meant.length > 0) {
    const hint = 'the service port should be specified, not the workload port. Did you mean one of these ports';
    return `${fault} (hint: ${hint}: [${meant.join(' ')}]?)`;
  }
  return Object.hasOwn(owner.labels, MANAGED) && ports.some(({ number }) => number === port) ? undefined : fault;
}

function withoutInstances(host: string, ports: readonly number[]): Assignment {
  return { assigned: [], faults: ports.map(() => `no instances found for hostname "${host}"`) };
}

function all(host: string, ports: readonly number[]): Assignment {
  return { assigned: ports.map((port) => `${host}:${port}`), faults: [] };
}

function notFound(host: string, namespace: string, elsewhere: readonly string[]): string {
  if (elsewhere.length === 0) return `hostname "${host}" not found`;
  const found = elsewhere.map((name) => `"${name}"`).join(', ');
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
