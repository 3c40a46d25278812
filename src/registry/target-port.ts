import type { MeshService } from './mesh-service';
import type { Workload } from './workloads';
import { SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../mesh/kinds/istio';
import type { ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';

/**
 * The port of a workload to which connections to a port of a service go.
 * @returns undefined if the workload has no such port
 */
export function targetPort({ owner }: MeshService, port: number, workload: Workload): number | undefined {
  return isOf(SERVICE, owner) ? ofService(owner, port, workload) : ofEntry(owner, port, workload);
}

function ofService({ body }: ManifestOf<typeof SERVICE>, port: number, workload: Workload): number | undefined {
  const target = body.spec?.ports?.find((one) => one.port === port)?.targetPort || port;
  return typeof target === 'number' ? target : containerPort(workload, target);
}

function containerPort({ pod }: Workload, name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  return pod?.containers?.flatMap(({ ports }) => ports ?? []).find((port) => port.name === name)?.containerPort;
}

function ofEntry({ body }: ManifestOf<typeof SERVICE_ENTRY>, port: number, workload: Workload): number {
  const declared = body.spec?.ports?.find(({ number }) => number === port);
  const own = namedPorts(workload);
  const name = declared?.name ?? '';
  return (Object.hasOwn(own, name) ? own[name] : declared?.targetPort) ?? port;
}

/** The ports that a machine gives to the names of a service's ports. */
function namedPorts({ subject: { manifest, endpoint } }: Workload): Readonly<Record<string, number>> {
  if (isOf(WORKLOAD_ENTRY, manifest)) return manifest.body.spec?.ports ?? {};
  if (!isOf(SERVICE_ENTRY, manifest)) return {};
  return manifest.body.spec?.endpoints?.find(({ address }) => address === endpoint)?.ports ?? {};
}
