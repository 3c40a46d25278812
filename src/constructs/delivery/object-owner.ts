/** Who applies an object that is not of this app, and how. It decides whether labels on it survive, and what else does. */
export enum ObjectOwner {
  /** Another Application of Argo CD, or a chart that Argo CD renders. */
  ARGO_CD = 'argocd',
  /** Another Application of Argo CD with `ServerSideApply=true`. */
  ARGO_CD_SERVER_SIDE = 'argocd-server-side',
  /** Another Kustomization of Flux. */
  FLUX_KUSTOMIZATION = 'flux-kustomization',
  /** A HelmRelease of Flux. */
  FLUX_HELM_RELEASE = 'flux-helmrelease',
  /** A release of the Helm command, installed and upgraded without `--force`. */
  HELM_CLI = 'helm-cli',
  /** A release of the Helm command that is upgraded with `--force`, which replaces objects. */
  HELM_CLI_FORCE = 'helm-cli-force',
  /** Somebody who runs `kubectl apply`. */
  KUBECTL_APPLY = 'kubectl-apply',
  /** Somebody who runs `kubectl apply --server-side`. */
  KUBECTL_APPLY_SERVER_SIDE = 'kubectl-apply-server-side',
  /** Nobody applies it again: made with `kubectl create`, by a controller, or by Terraform. */
  UNMANAGED = 'unmanaged',
  /** This app: the object has to be declared in it. */
  THIS_APP = 'this-app',
}

/** What is written for the repository of an owner, in place of a label patch. */
export enum OwnerSide {
  /** A Kustomize Component, which the owner lists in `components`. It fails where its target is missing. */
  COMPONENT = 'component',
  /** A part of an Application of Argo CD that deploys into the namespace. Only for Namespaces; not held back by waves. */
  MANAGED_NAMESPACE_METADATA = 'managed-namespace-metadata',
  /** A part of a HelmRelease of Flux. */
  POST_RENDERERS = 'post-renderers',
}

/** Objects that are not of this app, and who owns them. */
export interface OwnedObjects {
  /** Who applies the objects. */
  readonly owner: ObjectOwner;
  /**
   * The kinds of the objects.
   * @default - any kind
   */
  readonly kinds?: string[];
  /**
   * The namespaces of the objects; for a Namespace its own name.
   * @default - any namespace
   */
  readonly namespaces?: string[];
  /**
   * The names of the objects.
   * @default - any name
   */
  readonly names?: string[];
  /**
   * Writes this for the owner's repository, in place of a label patch.
   * @default - a label patch where that does no harm; else an error that says which of these to choose
   */
  readonly instead?: OwnerSide;
  /**
   * The name of the owner's Application, Kustomization or HelmRelease. What is for its repository lands in a folder of
   * this name.
   * @default - the kind of owner
   */
  readonly ownerName?: string;
  /**
   * Whether the owner's base has no namespace and its overlay sets one: then the patches of a Component have none either.
   * @default false
   */
  readonly overlaySetsNamespace?: boolean;
  /**
   * Whether a label patch may change pod templates. The pods restart then, and whoever applies the template may take the
   * labels away with it. Only for Deployments, StatefulSets, DaemonSets and ReplicaSets.
   * @default false: labels of pod templates come from their owner
   */
  readonly patchPodTemplates?: boolean;
  /**
   * The labels by which the objects select their pods (`spec.selector.matchLabels`). A patch of a pod template by Flux needs
   * them; they must be exactly those of the objects.
   * @default - none
   */
  readonly podSelector?: { readonly [key: string]: string };
}
