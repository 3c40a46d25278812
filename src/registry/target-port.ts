import type { MeshService } from './mesh-service';
import type { Workload } from './workloads';
import { listedEndpoint } from './workloads';
import { SERVICE } from '../mesh/kinds/core';
import type { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { WORKLOAD_ENTRY } from '../mesh/kinds/istio';
import type { ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';

/**
 * The port of a workload to which connections to a port of a service go.
 * @returns undefined if the workload has no such port
 */
export function targetPort(service: MeshService, port: number, workload: Workload): number | undefined {
  const { owner } = service;
  return isOf(SERVICE, owner) ? ofService(owner, port, workload) : ofEntry(service, owner, port, workload);
}

/** The port of its workloads that a service declares for one of its own, where the workloads don't say otherwise. */
export function declaredTargetPort({ owner }: MeshService, port: number): number {
  const declared = isOf(SERVICE, owner) ? undefined : owner.body.spec?.ports?.find(({ number }) => number === port)?.targetPort;
  return declared || port;
}

/** @see istio pilot/pkg/serviceregistry/kube/controller/controller.go serviceInstanceFromWorkloadInstance */
function ofService({ body }: ManifestOf<typeof SERVICE>, port: number, workload: Workload): number | undefined {
  const declared = body.spec?.ports?.find((one) => one.port === port);
  const target = declared?.targetPort || port;
  const isMachine = isOf(WORKLOAD_ENTRY, workload.subject.manifest);
  if (typeof target === 'number') return isMachine ? namedPort(workload, declared?.name) ?? target : target;
  return containerPort(workload, target);
}

/** The port to which a workload gives a name, or a number as text. */
export function containerPort(workload: Workload, name: string): number | undefined {
  return /^\d+$/.test(name) ? Number(name) : namedPort(workload, name);
}

/** @see istio pilot/pkg/serviceregistry/serviceentry/conversion.go convertWorkloadInstanceToServiceInstance */
function ofEntry(service: MeshService, owner: ManifestOf<typeof SERVICE_ENTRY>, port: number, workload: Workload): number {
  const declared = owner.body.spec?.ports?.find(({ number }) => number === port);
  return namedPort(workload, declared?.name) ?? declaredTargetPort(service, port);
}

/** The port to which a workload gives a name: one of a container, or of a machine. */
function namedPort(workload: Workload, name: string = ''): number | undefined {
  if (!name) return undefined;
  const { pod } = workload;
  if (pod) return pod.containers?.flatMap(({ ports }) => ports ?? []).find((port) => port.name === name)?.containerPort;
  const ports = portsOfMachine(workload) ?? {};
  return Object.hasOwn(ports, name) ? ports[name] || undefined : undefined;
}

function portsOfMachine({ subject: { manifest, endpoint } }: Workload): Readonly<Record<string, number>> | undefined {
  return isOf(WORKLOAD_ENTRY, manifest) ? manifest.body.spec?.ports : listedEndpoint(manifest, endpoint)?.ports;
}
