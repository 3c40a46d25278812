import type { ArgoCdTracking } from '../delivery/argo-cd-options';
import type { DeliveryOptions } from '../delivery/delivery-options';

/** How an ApplicationSet knows the clusters. */
export enum ClusterGenerator {
  /** It lists them. A cluster that is added is a change of the ApplicationSet. */
  LIST = 'list',
  /** It looks for their folders in Git. A cluster that is added changes nothing but its folder. */
  GIT_DIRECTORIES = 'git-directories',
}

/** Options of `FleetDelivery.argoCd`. */
export interface ArgoCdFleetOptions extends DeliveryOptions {
  /** The Git repository with the output. */
  readonly repositoryUrl: string;
  /** The path of the output folder in the repository. */
  readonly path: string;
  /**
   * The branch, tag or commit.
   * @default - `HEAD`; `latest` of an artifact
   */
  readonly targetRevision?: string;
  /**
   * The name of the ApplicationSet, and what the names of its Applications and their AppProjects begin with.
   * @default 'mesh'
   */
  readonly name?: string;
  /**
   * The namespace of Argo CD.
   * @default 'argocd'
   */
  readonly argoCdNamespace?: string;
  /**
   * The ServiceAccount that Argo CD applies everything but label patches as in each cluster, `NAMESPACE:NAME`, if it impersonates.
   * @default - none: where Argo CD impersonates it applies nothing but label patches
   */
  readonly serviceAccount?: string;
  /**
   * The API server of each cluster.
   * @default - Argo CD knows each cluster by its name
   */
  readonly servers?: { readonly [cluster: string]: string };
  /**
   * How the ApplicationSet knows the clusters.
   * @default ClusterGenerator.LIST
   */
  readonly generator?: ClusterGenerator;
  /**
   * How Argo CD tracks objects.
   * @default ArgoCdTracking.ANNOTATION
   */
  readonly tracking?: ArgoCdTracking;
  /**
   * Whether to write a health check of Gateways too, for Argo CD before 3.1. Without one labels do not wait for waypoints.
   * @default false
   */
  readonly healthCustomization?: boolean;
}

/** Options of `FleetDelivery.flux`. */
export interface FluxFleetOptions extends DeliveryOptions {
  /** The OCI artifacts, such as `oci://ghcr.io/example/mesh`; that of a cluster has its name, in lower case, behind that. */
  readonly artifactUrl: string;
  /**
   * Whether one artifact, with the whole output folder, is for all clusters.
   * @default false
   */
  readonly oneArtifact?: boolean;
  /**
   * The tag of the artifacts.
   * @default 'latest'
   */
  readonly tag?: string;
  /**
   * The name of the Secret, in the namespace of the Flux objects, by which the registry knows Flux.
   * @default - none: anybody may read the artifacts, or a patch of yours sets a `provider`
   */
  readonly secretName?: string;
  /**
   * What the names of all Flux objects begin with.
   * @default 'mesh'
   */
  readonly name?: string;
  /**
   * The namespace of the Flux objects.
   * @default 'flux-system'
   */
  readonly fluxNamespace?: string;
  /**
   * How often a cluster is compared with its artifact.
   * @default '10m'
   */
  readonly interval?: string;
}
