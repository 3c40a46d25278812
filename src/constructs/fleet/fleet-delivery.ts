import { applicationSetFiles } from './application-set';
import { checkLabel } from './cluster-name';
import type { ArgoCdFleetOptions, FluxFleetOptions } from './fleet-delivery-options';
import { ClusterGenerator } from './fleet-delivery-options';
import type { DeliveryFile } from '../delivery/delivered-objects';
import { Delivery } from '../delivery/delivery';

/** How the output of a fleet reaches its clusters: the delivery of each, and what is there once for all. */
export class FleetDelivery {
  /** An Argo CD that syncs all clusters: an ApplicationSet makes an Application for each. */
  public static argoCd(options: ArgoCdFleetOptions): FleetDelivery {
    const { path, servers, name = 'mesh', generator = ClusterGenerator.LIST, healthCustomization: _, ...rest } = options;
    if (generator === ClusterGenerator.GIT_DIRECTORIES && servers) {
      throw new Error('an ApplicationSet of git directories knows clusters by their folders only: remove "servers", or write ClusterGenerator.LIST');
    }
    return new FleetDelivery((cluster) => Delivery._argoCdByApplicationSet({
      ...rest,
      path: `${path}/clusters/${cluster}`,
      applicationName: `${name}-${checkLabel(cluster)}`,
      ...(servers ? { server: servers[cluster] } : { clusterName: cluster }),
    }), (clusters) => {
      if (servers) checkServers(servers, clusters);
      return applicationSetFiles({ ...options, name, generator }, clusters);
    });
  }

  /** A Flux in each cluster, which applies the artifact of its cluster. */
  public static flux(options: FluxFleetOptions): FleetDelivery {
    const { oneArtifact = false, artifactUrl, ...rest } = options;
    return new FleetDelivery((cluster) => Delivery.flux(oneArtifact
      ? { ...rest, artifactUrl, path: `clusters/${cluster}` }
      : { ...rest, artifactUrl: `${artifactUrl}/${cluster.toLowerCase()}` }), () => []);
  }

  private constructor(
    /**
     * The delivery of one cluster.
     * @internal
     */
    public readonly _of: (cluster: string) => Delivery,
    /**
     * What is there once for all clusters.
     * @internal
     */
    public readonly _files: (clusters: readonly string[]) => DeliveryFile[],
  ) {}
}

function checkServers(servers: Readonly<Record<string, string>>, clusters: readonly string[]): void {
  const unknown = Object.keys(servers).find((cluster) => !clusters.includes(cluster));
  if (unknown !== undefined) throw new Error(`"servers" names cluster "${unknown}", which is not in the fleet: write one of its clusters`);
  const missing = clusters.find((cluster) => !servers[cluster]);
  if (missing !== undefined) throw new Error(`"servers" has no API server for cluster "${missing}": write it, or leave "servers" out and let Argo CD know clusters by their names`);
}
