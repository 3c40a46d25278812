import type { DeliveryOptions } from './delivery-options';

/** Options of `Delivery.flux`. */
export interface FluxDeliveryOptions extends DeliveryOptions {
  /** The OCI artifact with the output folder, such as `oci://ghcr.io/example/mesh`. */
  readonly artifactUrl: string;
  /**
   * The tag of the artifact.
   * @default 'latest'
   */
  readonly tag?: string;
  /**
   * The name of the Secret, in the namespace of the Flux objects, by which the registry knows Flux.
   * @default - none: anybody may read the artifact, or a patch of yours sets a `provider`
   */
  readonly secretName?: string;
  /**
   * The path of the output folder in the artifact.
   * @default - the artifact is the output folder
   */
  readonly path?: string;
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
   * The ServiceAccount, in the namespace of the Flux objects, that Flux applies everything but label patches as, with all rights that it
   * takes, as tenants of Flux have one. Label patches have one of their own in any case, which can only patch.
   * @default - that of Flux itself, or the one that it is told to take where none is named
   */
  readonly serviceAccountName?: string;
  /**
   * The namespace that every Kustomization gives to its objects (`targetNamespace`). An error unless all of them have it
   * already: Namespaces would be renamed, and objects moved.
   * @default - none: every object has its own
   */
  readonly targetNamespace?: string;
  /**
   * How often the cluster is compared with the artifact.
   * @default '10m'
   */
  readonly interval?: string;
}
