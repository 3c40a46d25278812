import type { Value } from './cluster';
import type { Condition } from '../../src/binding/conditions';
import { loadValues } from '../../src/mesh/load';
import type { LoadedMesh } from '../../src/mesh/load';
import { GatewayStatus } from '../../src/mesh/settings';

/** The release that the judge is built from. */
export const ISTIO_VERSION = '1.31';

/** Which of the two ways to count a Gateway as ready. */
export type Mode = 'assume' | 'status';

/** A condition by its type, as the judge has it. */
export type Conditions = Readonly<Record<string, { readonly status: string; readonly reason: string; readonly message: string }>>;

/** Reads a mesh as the judge sees it. */
export function readMesh(values: readonly Value[], mode: Mode): LoadedMesh {
  return loadValues(values, {
    istioVersion: ISTIO_VERSION,
    gatewayStatus: mode === 'status' ? GatewayStatus.OBSERVED : GatewayStatus.ASSUME,
    foreignGatewaysReady: false,
  });
}

/** Conditions by their types. */
export function byType(conditions: readonly Condition[]): Conditions {
  return Object.fromEntries(conditions.map(({ type, ...condition }) => [type, condition]));
}

/** `namespace/name`, as the judge names what is of one kind. */
export function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

const POD_CONTROLLERS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** Whether an object makes Pods: the judge has its first one. */
export function isPodController(kind: string): boolean {
  return POD_CONTROLLERS.has(kind);
}

/** How the judge names what traffic goes to: an object, the first Pod of a controller, an endpoint of a ServiceEntry. */
export function targetKey({ kind, namespace, name }: { kind: string; namespace: string; name: string }, endpoint: string | null): string {
  if (isPodController(kind)) return `Pod/${namespace}/${name}-0`;
  return `${kind}/${namespace}/${name}${endpoint === null ? '' : `/${endpoint}`}`;
}
