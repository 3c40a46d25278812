import { applicationSetFiles, clusterOptions } from './application-set';
import { checkArtifactName, checkLabel, clusterPath } from './cluster-name';
import type { ArgoCdFleetOptions, FluxFleetOptions } from './fleet-delivery-options';
import { ClusterGenerator } from './fleet-delivery-options';
import { checkChoice } from '../check-choice';
import { parentProjectName } from '../delivery/argo-cd-applications';
import { checkArgoCdOptions } from '../delivery/check-options';
import { completeArgoCdOptions, isArtifact } from '../delivery/complete-options';
import type { DeliveryFile } from '../delivery/delivered-objects';
import { Delivery } from '../delivery/delivery';
import { stageName, STAGES } from '../delivery/stage';
import { mistake } from '../problem';

/** How the output of a fleet reaches its clusters: the delivery of each, and what is there once for all. */
export class FleetDelivery {
  /** An Argo CD that syncs all clusters: an ApplicationSet makes an Application for each, which applies those of its stages. */
  public static argoCd(options: ArgoCdFleetOptions): FleetDelivery {
    const { servers, name, generator = ClusterGenerator.LIST, ...rest } = options;
    checkChoice('generator', generator, 'ClusterGenerator', ClusterGenerator);
    checkArgoCdOptions({ ...rest, applicationName: name });
    const common = completeArgoCdOptions({ ...rest, applicationName: name });
    checkGenerator(generator, common.repositoryUrl);
    return new FleetDelivery((cluster) => Delivery._argoCdByApplicationSet({
      ...clusterOptions(common, checkLabel(cluster)),
      ...(servers ? { server: servers[cluster] } : { clusterName: cluster }),
    }), (clusters) => applicationSetFiles(common, generator, clusters), (clusters) => {
      if (servers) checkServers(servers, clusters);
      checkNames(clusters);
    });
  }

  /** A Flux in each cluster, which applies the artifact of its cluster. */
  public static flux(options: FluxFleetOptions): FleetDelivery {
    const { oneArtifact = false, artifactUrl, ...rest } = options;
    return new FleetDelivery((cluster) => Delivery.flux(oneArtifact
      ? { ...rest, artifactUrl, path: clusterPath('.', cluster) }
      : { ...rest, artifactUrl: `${artifactUrl}/${checkArtifactName(cluster.toLowerCase())}` }), () => [], () => undefined);
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
    private readonly checkTogether: (clusters: readonly string[]) => void,
  ) {}

  /**
   * Refuses clusters that cannot be delivered so, before the first is written.
   * @internal
   */
  public _check(clusters: readonly string[]): void {
    this.checkTogether(clusters);
    for (const cluster of clusters) this._of(cluster);
  }
}

function checkGenerator(generator: ClusterGenerator, repositoryUrl: string): void {
  if (generator !== ClusterGenerator.GIT_DIRECTORIES || !isArtifact(repositoryUrl)) return;
  throw mistake(`repositoryUrl "${repositoryUrl}" is an artifact, in which Argo CD cannot look for folders: write ClusterGenerator.LIST`);
}

/** Beside the Application and the project of a cluster there are some whose names go on after that of the cluster. */
function checkNames(clusters: readonly string[]): void {
  const all = new Set(clusters);
  for (const cluster of clusters) {
    const twin = [...STAGES.map((stage) => stageName(cluster, stage)), parentProjectName(cluster)].find((name) => all.has(name));
    if (twin !== undefined) throw mistake(`cluster "${twin}" has the name of an Application or project of cluster "${cluster}": rename one of the two`);
  }
}

function checkServers(servers: Readonly<Record<string, string>>, clusters: readonly string[]): void {
  const unknown = Object.keys(servers).find((cluster) => !clusters.includes(cluster));
  if (unknown !== undefined) throw mistake(`"servers" names cluster "${unknown}", which is not in the fleet: write one of its clusters`);
  const missing = clusters.find((cluster) => !servers[cluster]);
  if (missing !== undefined) throw mistake(`"servers" has no API server for cluster "${missing}": write it, or leave "servers" out and let Argo CD know clusters by their names`);
}
