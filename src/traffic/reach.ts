import type { Arrival, Peer } from './arrival';
import { arriveAt } from './arrival';
import { oneOf, Verdict } from './verdict';
import type { StringMap } from '../mesh/fields';
import { hasLabels } from '../mesh/label-selector';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { ObjectRef } from '../mesh/object-ref';
import { refText } from '../mesh/object-ref';
import { endpointsOf, hasEndpoints } from '../registry/endpoints';
import type { MeshService } from '../registry/mesh-service';
import { targetPort } from '../registry/target-port';
import type { Workload } from '../registry/workloads';
import type { Unknown } from '../request/truth';
import { isUnknown, unknown } from '../request/truth';
import type { Cluster } from '../routing/cluster';
import { ClusterState } from '../routing/cluster';

/** What happens where a request is sent to. */
export interface Reach {
  /** What it is sent to; absent for the address of a workload, and where there is no such service. */
  readonly service?: MeshService;
  /** The host that is asked for; absent for the address of a workload. */
  readonly host?: string;
  readonly port: number;
  readonly subset?: string;
  /** Why nothing of it can be reached. */
  readonly failure?: ReachFailure;
  /** What the input does not tell of it. */
  readonly open?: Unknown;
  /** At each of the workloads that may take it; none: it is not in the mesh. */
  readonly arrivals: readonly Arrival[];
  readonly verdict: Verdict;
}

/** Why nothing can be reached. */
export type ReachFailure = ClusterState.MISSING | ClusterState.NO_ENDPOINT | 'no-port';

/** Connects to a service, or to that part of it that has some labels. */
export function reachService(mesh: MeshObjects, service: MeshService, port: number, peer: Peer, labels: StringMap = {}): Reach {
  const to = { service, host: service.host, port };
  if (!service.ports.some(({ number }) => number === port)) return { arrivals: [], failure: 'no-port', verdict: Verdict.FAILED, ...to };
  if (service.deployedFor) return { arrivals: [], open: doneByProxies(service.deployedFor), verdict: Verdict.UNKNOWN, ...to };
  const exists = hasEndpoints(mesh, service, labels);
  if (isUnknown(exists)) return { arrivals: [], open: exists, verdict: Verdict.UNKNOWN, ...to };
  if (!exists) return { arrivals: [], failure: ClusterState.NO_ENDPOINT, verdict: Verdict.FAILED, ...to };
  const arrivals = endpointsOf(mesh, service)
    .filter((workload) => workload.isReady && hasLabels(workload.labels, labels))
    .map((workload) => arriveAt(mesh, workload, targetPort(service, port, workload), peer));
  return { arrivals, verdict: arrivals.length > 0 ? oneOf(arrivals.map(({ verdict }) => verdict)) : Verdict.ALLOWED, ...to };
}

function doneByProxies(gateway: ObjectRef): Unknown {
  return unknown(`what the proxies of ${refText(gateway)} do with it`);
}

/** Connects to the address of a workload. */
export function reachWorkload(mesh: MeshObjects, workload: Workload, port: number, peer: Peer): Reach {
  const arrival = arriveAt(mesh, workload, port, peer);
  return { port, arrivals: [arrival], verdict: arrival.verdict };
}

/** Connects to what a route leads to. */
export function reachCluster(mesh: MeshObjects, cluster: Cluster, peer: Peer): Reach {
  const { service, host, port, subset, labels, state } = cluster;
  const to = { ...(service && { service }), host, port, ...(subset !== undefined && { subset }) };
  if (isUnknown(state)) return { open: state, arrivals: [], verdict: Verdict.UNKNOWN, ...to };
  if (state !== ClusterState.READY || !service) {
    return { failure: state as ReachFailure, arrivals: [], verdict: Verdict.FAILED, ...to };
  }
  const reach = reachService(mesh, service, port, peer, labels);
  return subset === undefined ? reach : { subset, ...reach };
}
