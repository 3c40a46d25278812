import type { DeliveryOptions } from './delivery-options';

/** How Argo CD knows which objects are its own. */
export enum ArgoCdTracking {
  /** By an annotation; the default since Argo CD 3.0. */
  ANNOTATION = 'annotation',
  /** By the label `app.kubernetes.io/instance`, which a label patch would overwrite on objects of others. */
  LABEL = 'label',
}

/** Options of `Delivery.argoCd`. */
export interface ArgoCdDeliveryOptions extends DeliveryOptions {
  /** The Git repository with the output, or the OCI artifact (`oci://…`, Argo CD 3.1). */
  readonly repositoryUrl: string;
  /** The path of the output folder in the repository; `.` where it is all of it. */
  readonly path: string;
  /**
   * The branch, tag or commit.
   * @default - `HEAD`; `latest` of an artifact
   */
  readonly targetRevision?: string;
  /**
   * The name of the Application that applies those of the stages, and what the names of these and of the projects begin with.
   * @default 'mesh'
   */
  readonly applicationName?: string;
  /**
   * The namespace of Argo CD.
   * @default 'argocd'
   */
  readonly argoCdNamespace?: string;
  /**
   * The API server of the cluster.
   * @default 'https://kubernetes.default.svc'
   */
  readonly server?: string;
  /**
   * The name by which Argo CD knows the cluster, in place of `server`.
   * @default - `server` says which cluster it is
   */
  readonly clusterName?: string;
  /**
   * The ServiceAccount that Argo CD applies everything but label patches as, `NAMESPACE:NAME`, with all rights that it takes.
   * It counts where Argo CD impersonates, which it does if it is told to (`application.sync.impersonation.enabled`, 2.13); label
   * patches have an identity of their own then, which can only patch.
   * @default - none: where Argo CD impersonates it applies nothing but label patches
   */
  readonly serviceAccount?: string;
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
