import type { Scope } from './scope';
import { EVERYTHING } from './scope';
import { BindingReason } from '../binding/binding';
import { workloadBindingOf } from '../binding/served-by';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refKey } from '../mesh/object-ref';
import { allServices } from '../registry/find-service';
import type { MeshPort, MeshService } from '../registry/mesh-service';
import type { Workload } from '../registry/workloads';
import { workloadsOf } from '../registry/workloads';
import { unknown } from '../request/truth';
import type { Destination } from '../traffic/destination';

/** What a client dials in one mesh: a service, or the address of a workload. */
export type Dialled =
  | { readonly service: MeshService; readonly workload?: undefined }
  | { readonly service?: undefined; readonly workload: Workload };

/** Something that clients dial, as it is before and after. */
export interface Target {
  readonly manifest: Manifest;
  /** Null for a workload. */
  readonly host: string | null;
  /** Absent if it is not there. */
  readonly before?: Dialled;
  readonly after?: Dialled;
  /** Whether the changes may be felt by all who dial it, and not only by clients that changed themselves. */
  readonly isInScope: boolean;
}

/**
 * All services of both meshes, and the workloads that have a waypoint of their own in one of them.
 * @param withOthers whether those are wanted that are not in the scope
 */
export function targetsOf(before: MeshObjects, after: MeshObjects, scope: Scope, withOthers: boolean): Target[] {
  const [first, second] = [before, after].map((mesh) => new Map(dialledIn(mesh, withOthers ? EVERYTHING : scope)));
  return [...new Set([...first.keys(), ...second.keys()])].flatMap((key) => {
    const [one, other] = [first.get(key), second.get(key)];
    return isBoundWorkload(before, one) || isBoundWorkload(after, other) ? [targetOf(scope, one, other)] : [];
  });
}

function targetOf(scope: Scope, before: Dialled | undefined, after: Dialled | undefined): Target {
  const { service, workload } = (after ?? before)!;
  const isInScope = service ? scope.hasService(service) : scope.hasSubject(workload.subject);
  const manifest = service ? service.owner : workload.subject.manifest;
  return { manifest, host: service?.host ?? null, ...(before && { before }), ...(after && { after }), isInScope };
}

function dialledIn(mesh: MeshObjects, scope: Scope): [key: string, dialled: Dialled][] {
  return [
    ...allServices(mesh).filter((service) => scope.hasService(service)).map((service): [string, Dialled] => [`${refKey(service.owner)} ${service.host}`, { service }]),
    ...workloadsOf(mesh).filter(({ subject }) => !isOf(SERVICE_ENTRY, subject.manifest) && scope.hasSubject(subject))
      .map((workload): [string, Dialled] => [refKey(workload.subject.manifest), { workload }]),
  ];
}

/** True for every service. */
function isBoundWorkload(mesh: MeshObjects, dialled: Dialled | undefined): boolean {
  if (!dialled) return false;
  return dialled.service !== undefined || workloadBindingOf(mesh, dialled.workload).reason === BindingReason.ACCEPTED;
}

/** A workload may speak anything. */
const UNDECLARED = { family: 'undeclared', isTls: false, isGrpc: false } as const;
/** Where the ports of a workload are not told. */
const USUAL_PORT = 80;

/** The ports that clients can dial. */
export function portsOf({ service, workload }: Dialled): readonly MeshPort[] {
  if (service) return service.ports;
  const numbers = (workload.pod?.containers ?? []).flatMap(({ ports = [] }) => ports.flatMap(({ containerPort }) => containerPort ?? []));
  return [...new Set(numbers.length > 0 ? numbers : [USUAL_PORT])].map((number) => ({ name: '', number, protocol: UNDECLARED }));
}

/** A port of what is dialled. */
export function destinationOf({ service, workload }: Dialled, port: number): Destination {
  if (service) return { kind: 'service', service, port, address: service.addresses?.[0] ?? unknown(`the address of ${service.host}`) };
  const { namespace, name } = workload.subject.manifest;
  return { kind: 'workload', workload, port, address: workload.addresses[0] ?? unknown(`the address of ${namespace}/${name}`) };
}
