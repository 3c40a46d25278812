import { isIP } from 'node:net';
import { endpointsOf, isItsOwnEndpoint } from './endpoints';
import type { MeshService } from './mesh-service';
import { isHeadless, Resolution } from './mesh-service';
import { declaredTargetPort, targetPort } from './target-port';
import type { Workload } from './workloads';
import { POD, SERVICE } from '../mesh/kinds/core';
import { WORKLOAD_ENTRY } from '../mesh/kinds/istio';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** Where a connection to a port of a service can go. */
export interface Instance {
  /** The port of the workload. */
  readonly port: number;
  /** Whether it is ready for traffic: what is not counts for the status of Gateways, yet gets none. */
  readonly isReady: boolean;
}

/** Instances by port of a service. A port that has none is left out. */
export type Instances = ReadonlyMap<number, readonly Instance[]>;

/**
 * Where the connections to a service go, port by port. A Service without selector has endpoints that the manifests don't tell: none.
 * @see istio pilot/pkg/model/push_context.go ServiceEndpoints
 */
export function instancesOf(mesh: MeshObjects, service: MeshService): Instances {
  const isAlias = service.resolution === Resolution.ALIAS;
  const workloads = isAlias ? [] : endpointsOf(mesh, service).filter((workload) => hasInstance(service, workload));
  const instances = service.ports.map(({ number }): [number, Instance[]] => [number, isItsOwnEndpoint(service)
    ? [{ port: declaredTargetPort(service, number), isReady: true }]
    : workloads.flatMap((workload) => instanceAt(service, number, workload))]);
  return new Map(instances.filter(([, ofPort]) => ofPort.length > 0));
}

/**
 * The instances of services that share one host name in one namespace: each port has those of all ports of its name, and those that a
 * ServiceEntry gives to its number.
 * @see istio pilot/pkg/model/push_context.go initServiceRegistry
 * @see istio pilot/pkg/model/endpointshards.go CopyEndpoints
 */
export function pooledInstances(mesh: MeshObjects, services: readonly MeshService[]): Instances {
  if (services.length === 1) return instancesOf(mesh, services[0]);
  const ports = services.flatMap((service) => {
    const instances = instancesOf(mesh, service);
    const isNamed = isOf(SERVICE, service.owner);
    return service.ports.map(({ name, number }) => ({ key: isNamed ? name : number, name, number, own: instances.get(number) ?? [] }));
  });
  const pooled = ports.map(({ name, number }): [number, Instance[]] =>
    [number, ports.filter(({ key }) => key === name || key === number).flatMap(({ own }) => own)]);
  return new Map(pooled.filter(([, ofPort]) => ofPort.length > 0));
}

function instanceAt(service: MeshService, number: number, workload: Workload): Instance[] {
  const port = targetPort(service, number, workload);
  return port === undefined ? [] : [{ port, isReady: workload.isReady }];
}

/**
 * Whether a workload that a service selects or lists is an instance of it. A machine is none of a headless Service, and one with a host name
 * only of a service whose name is looked up.
 * @see istio pilot/pkg/serviceregistry/kube/controller/controller.go collectWorkloadInstanceEndpoints
 */
function hasInstance(service: MeshService, { isReady, subject: { manifest }, addresses }: Workload): boolean {
  if (isOf(POD, manifest)) return isReady || (isOf(SERVICE, service.owner) && !FINISHED.has(manifest.body.status?.phase));
  if (!isOf(WORKLOAD_ENTRY, manifest)) return isReady;
  const hasHostName = addresses.some((address) => isIP(address) === 0);
  return !isHeadless(service) && (!hasHostName || service.resolution === Resolution.DNS);
}

const FINISHED: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed']);
