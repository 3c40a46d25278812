/** Something that clusters of a fleet do not have in common. */
export interface FleetDifference {
  /** The kind of the object. */
  readonly kind: string;
  /** The namespace of the object; empty for one of the cluster as a whole. */
  readonly objectNamespace: string;
  /** The name of the object. */
  readonly objectName: string;
  /**
   * The path of the field, such as `spec.maxReplicas`.
   * @default - the object as a whole, which some clusters have and some do not
   */
  readonly field?: string;
  /**
   * What each cluster of the run has, as JSON; a cluster that has nothing is not listed. For an object as a whole it is
   * `present`.
   */
  readonly values: { readonly [cluster: string]: string };
  /**
   * Why: the reasons of expected differences, or else the values of the fleet that the difference goes with. Empty where
   * nothing that was declared explains it.
   */
  readonly reasons: string[];
}

/** A difference that is meant, where clusters must else be the same. All that is given must fit. */
export interface ExpectedDifference {
  /** Why it is meant; reports say so. */
  readonly reason: string;
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
   * What the paths of the fields contain, such as `istio.io/use-waypoint-canary`; an object that is missing as a whole has
   * no path.
   * @default - any field, and objects as a whole
   */
  readonly fields?: string[];
}
