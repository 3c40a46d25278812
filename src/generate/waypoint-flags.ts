/** What the flags of `waypoint generate` say. */
export interface WaypointFlags {
  readonly name: string;
  /** Undefined: the objects name no namespace. */
  readonly namespace?: string;
  readonly trafficType?: string;
  readonly revision?: string;
  readonly enrollNamespace: boolean;
  readonly ingress?: boolean;
  /** Without what this library adds to be safe. */
  readonly bare: boolean;
  /** `all`, or names of namespaces. */
  readonly allowedNamespaces?: 'all' | readonly string[];
  readonly serviceAccount?: string;
  readonly serviceType?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly replicas?: number;
  readonly scaling?: { readonly min: number; readonly max: number; readonly cpuUtilization?: number };
  /** How many pods must stay, or may go: a number, or a share as `50%`. */
  readonly minAvailable?: string;
  readonly maxUnavailable?: string;
  readonly priorityClass?: string;
}
