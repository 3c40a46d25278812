import type { NamedAccount } from './named-accounts';
import { namedAccounts } from './named-accounts';
import { DATAPLANE_MODE, GATEWAY_NAME } from '../../istio/labels';
import type { StringMap } from '../../mesh/fields';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { DataPlane, dataPlaneOf } from '../../registry/data-plane';
import type { Workload } from '../../registry/workloads';
import { workloadsAs, workloadsOf } from '../../registry/workloads';
import { isUnknown } from '../../request/truth';

/** An account that a policy names, and that runs nothing but what is not captured. */
export interface UncapturedAccount extends NamedAccount {
  /** The first that runs as it. */
  readonly workload: Workload;
  readonly why: string;
}

/** All of them; none that nothing in the input runs as. */
export const uncapturedAccounts = remember((mesh: MeshObjects): readonly UncapturedAccount[] => {
  const reasons = uncapturable(mesh);
  if (reasons.size === 0) return [];
  return namedAccounts(mesh).flatMap((each) => {
    const workloads = workloadsAs(mesh, each.namespace, each.account);
    const [workload] = workloads;
    const why = workload && workloads.every((other) => reasons.has(other)) ? reasons.get(workload) : undefined;
    return why === undefined ? [] : [{ ...each, workload, why }];
  });
});

/** The workloads that certainly have no identity, as each says of itself. Proxies of gateways have theirs without capture. */
function uncapturable(mesh: MeshObjects): ReadonlyMap<Workload, string> {
  return new Map(workloadsOf(mesh).flatMap((workload) => {
    const why = reasonOf(workload);
    const choice = why === undefined ? undefined : dataPlaneOf(mesh, workload);
    return why === undefined || choice === undefined || isUnknown(choice) || choice.dataPlane !== DataPlane.NONE ? [] : [[workload, why]];
  }));
}

function reasonOf({ pod, labels }: Workload): string | undefined {
  const isOptedOut = labels[DATAPLANE_MODE] === 'none';
  if (!pod || !(pod.hostNetwork || isOptedOut) || isProxy(labels)) return undefined;
  return pod.hostNetwork ? 'is on the network of its node, where nothing is captured' : 'opted out of capture';
}

function isProxy(labels: StringMap): boolean {
  return Object.hasOwn(labels, GATEWAY_NAME) || Object.values(labels).some((value) => value.includes('gateway'));
}
