import { settingsFact } from './settings';
import type { WaypointName } from '../../src/binding/claim';
import { servedService } from '../../src/binding/served-by';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { allServices, findService } from '../../src/registry/find-service';
import type { MeshPort, MeshService } from '../../src/registry/mesh-service';
import type { Cluster, Sender } from '../../src/routing/cluster';
import { ClusterState, findCluster } from '../../src/routing/cluster';
import { subsetsAt } from '../../src/routing/destination-rules';
import { backendSettings } from '../../src/routing/traffic-policy';
import type { Value } from '../compare/cluster';
import { asClusterHolds } from '../compare/cluster';
import type { Answer, Fact, Facts } from '../compare/facts';
import { differences } from '../compare/facts';
import type { Enquiry } from '../compare/lane';
import { readMesh } from '../compare/ours';
import type { Comparison } from '../compare/questions';

/** The answers of Istio's code to the question `clusters`; docs/conformance.md describes them. */
export interface ClustersAnswer extends Pick<Answer, 'mode' | 'rejected'> {
  /** By waypoint, as `namespace/name`, and by Envoy's name of the cluster. */
  readonly clusters: Readonly<Record<string, Readonly<Record<string, Fact>>>>;
}

/** With which settings waypoints connect to their backends. */
export const CLUSTERS: Enquiry<ClustersAnswer> = { do: 'clusters', compare: compareClusters };

/** Asks our side what Istio's code was asked, and compares. */
export function compareClusters(values: readonly Value[], { mode, rejected, clusters }: ClustersAnswer): Comparison {
  const { mesh } = readMesh(asClusterHolds(values, rejected), mode);
  const compared = Object.entries(clusters).map(([waypoint, judged]): { judged: Facts; ours: Facts } => {
    const [namespace, name] = waypoint.split('/');
    const ours = ourClusters(mesh, { namespace, name });
    return { judged: named(waypoint, Object.entries(judged).filter(isUsed)), ours: named(waypoint, ours) };
  });
  return {
    differences: compared.flatMap(({ judged, ours }) => differences('settings of clusters', judged, ours)),
    compared: { 'settings of clusters': compared.reduce((sum, { judged }) => sum + judged.size, 0) },
    notCompared: {},
  };
}

/** Of a host outside of the mesh that a waypoint serves, and that routes lead to, it has clusters that no route takes. */
function isUsed([name]: readonly [string, Fact], _: number, all: readonly (readonly [string, Fact])[]): boolean {
  const [direction, port, , host] = name.split('|');
  const isServed = (other: string) => other.startsWith(`inbound-vip|${port}|`) && other.endsWith(`|${host}`);
  return direction !== 'outbound' || !all.some(([other]) => isServed(other));
}

function named(waypoint: string, facts: readonly (readonly [string, Fact])[]): Facts {
  return new Map(facts.map(([name, fact]) => [`${waypoint} ${name}`, fact]));
}

/** The clusters that a waypoint has, by Envoy's names: of what it serves, and of what its routes lead to. */
function ourClusters(mesh: MeshObjects, waypoint: WaypointName): [string, Fact][] {
  const hosts = [...new Set(allServices(mesh).map(({ host }) => host))];
  const served = hosts.flatMap((host) => servedService(mesh, host, waypoint) ?? []);
  if (served.length === 0) return [];
  const others = hosts.filter((host) => served.every((one) => one.host !== host));
  const known = others.flatMap((host) => findService(mesh, host, waypoint.namespace) ?? []);
  const from = { waypoint, service: served[0] };
  return [
    ...served.flatMap((service) => factsOf(mesh, from, service, inboundNames)),
    ...known.flatMap((service) => factsOf(mesh, from, service, outboundNames)),
  ];
}

type Naming = (cluster: Cluster, port: MeshPort) => string[];

interface From { readonly waypoint: WaypointName; readonly service: MeshService }

function factsOf(mesh: MeshObjects, from: From, service: MeshService, namesOf: Naming): [string, Fact][] {
  const ports = service.ports.filter(({ protocol }) => protocol.family !== 'udp');
  return ports.flatMap((port) => clustersAt(mesh, { ...from, port: port.number }, service).flatMap((cluster) => {
    const fact = settingsFact(cluster, backendSettings(mesh, from.waypoint, cluster));
    return namesOf(cluster, port).map((name): [string, Fact] => [name, fact]);
  }));
}

/** The clusters of a port: that of all, and those of the subsets. */
function clustersAt(mesh: MeshObjects, sender: Sender, service: MeshService): Cluster[] {
  const { waypoint, port: number } = sender;
  return [undefined, ...subsetsAt(mesh, service, waypoint).map(({ name }) => name)]
    .map((subset) => findCluster(mesh, sender, { host: service.host, port: { number }, subset }))
    .filter(({ state }) => state !== ClusterState.MISSING);
}

/** A port that declares no protocol has a cluster for HTTP and one for TCP. */
const inboundNames: Naming = ({ host, port, subset }, { protocol: { family } }) => (['http', 'tcp'] as const)
  .filter((each) => family === each || family === 'undeclared')
  .map((each) => `inbound-vip|${port}|${each}${subset === undefined ? '' : `/${subset}`}|${host}`);

const outboundNames: Naming = ({ host, port, subset = '' }) => [`outbound|${port}|${subset}|${host}`];
