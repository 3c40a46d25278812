/** The Istio releases whose behaviour is known, oldest first. The last is known from its development branch only. */
export const ISTIO_VERSIONS = ['1.24', '1.25', '1.26', '1.27', '1.28', '1.29', '1.30', '1.31', '1.32'] as const;

/** An Istio release, as `MAJOR.MINOR`. */
export type IstioVersion = typeof ISTIO_VERSIONS[number];

/** The newest release: what is predicted unless another is asked for. */
export const NEWEST_ISTIO: IstioVersion = '1.31';

/** The release that a text names, `1.30` or `1.30.2`; undefined if it is not known. A patch release behaves as its minor release. */
export function findIstioVersion(text: string): IstioVersion | undefined {
  const [, minor] = /^v?(\d+\.\d+)(?:\.\d+)?$/.exec(text) ?? [];
  return ISTIO_VERSIONS.find((known) => known === minor);
}

/** What differs between releases: the first release that has it. */
const SINCE = {
  /** A policy can target the GatewayClass of waypoints. */
  classPolicies: '1.25',
  /** A policy that targets a Gateway counts in the namespace of that Gateway only. */
  gatewayPoliciesAtHome: '1.25',
  /** A waypoint looks for RequestAuthentications in the namespaces of its services too. */
  authenticationsOfServices: '1.25',
  /** istiod can layer policies: a waypoint then asks those for its pods about the tunnels of clients. */
  layeredPolicies: '1.25',
  /** The status of a policy with HTTP attributes at ztunnel has its present wording. */
  httpAttributesText: '1.25',
  /** A WaypointBound condition says what ingress traffic does. */
  ingressInStatus: '1.25',
  /** A source of a policy can name `serviceAccounts`. */
  serviceAccountSources: '1.25',
  /** A ServiceEntry without addresses gets some without asking for them. */
  allocatedAddresses: '1.25',
  /** The `warmup` of a load balancer is read; before `warmupDurationSecs`. */
  warmup: '1.25',
  /** `ingress-use-waypoint` is read from Namespaces too. */
  namespaceIngress: '1.25',
  /** A match with `sourceLabels` is left out at waypoints. */
  sourceLabelsIgnored: '1.25',
  /** Of several VirtualServices for a service the first with `http` counts, not the first at all. */
  firstHttpVirtualService: '1.26',
  /** Routes are told whether their Service or ServiceEntry exists, and whether it has a waypoint. */
  meshParentStatus: '1.26',
  /** TCPRoutes and TLSRoutes count at waypoints, and the rules of VirtualServices for connections. */
  tcpRoutes: '1.26',
  /** `infrastructure.parametersRef` is read. */
  parametersRef: '1.26',
  /** The listener that matches the inbound binding says who may attach. */
  boundListener: '1.26',
  /** An EnvoyFilter can target the Gateway of a waypoint. */
  envoyFilterTargets: '1.27',
  /** There is a class for east-west gateways of the ambient mesh, and a scope of Services. */
  eastWestGateways: '1.27',
  /** An EnvoyFilter can target the class of waypoints. */
  envoyFilterClass: '1.28',
  /** The proxy's filter for a rate limit service makes its descriptors itself (Envoy 1.36). */
  rateLimitDescriptors: '1.28',
  /** A ServiceEntry can have the resolution `DYNAMIC_DNS`. */
  dynamicDns: '1.28',
  /** A rule for tokens can name `spaceDelimitedClaims`. */
  spaceDelimitedClaims: '1.28',
  /** A BackendTLSPolicy can target a ServiceEntry, and is read without a flag. */
  entryTlsPolicies: '1.28',
  /** A ServiceEntry with resolution `NONE` passes connections on to the address that was dialled. */
  passthroughEntries: '1.28',
  /** A waypoint has 30 seconds to end, not 2. */
  longGracePeriod: '1.28',
  /** A ServiceEntry with a wildcard host gets WaypointMissing while it has no waypoint. */
  wildcardNeedsWaypoint: '1.28',
  /** A tag of a span can be made by a formatter. */
  traceFormatters: '1.29',
  /** Of several objects with one host name each namespace has one owner. */
  hostOwners: '1.29',
  /** Each line of a header that is given several times is matched by itself (Envoy 1.38). */
  headersLineByLine: '1.30',
  /** The addresses of a ServiceEntry can be blocks. */
  blockEntries: '1.30',
  /** TLSRoutes are read as `v1`, and without a flag; before as `v1alpha2`. */
  stableTlsRoutes: '1.30',
  /** Of several VirtualServices for a service all count, one after the other. */
  allVirtualServices: '1.30',
  /** The kind TrafficExtension is read. */
  trafficExtensions: '1.30',
  /** WorkloadEntries get WaypointBound. */
  workloadEntryStatus: '1.30',
  /** A workload is not at fault if the waypoint of its namespace takes services only. */
  silentInheritedMismatch: '1.30',
  /** A ServiceEntry with a connect strategy gets WaypointMissing while it has no waypoint. */
  connectStrategy: '1.30',
  /** A WasmPlugin for a Service does no harm to a waypoint in another namespace. */
  wasmAcrossNamespaces: '1.31',
  /** TCPRoutes are read as `v1`, and without a flag; before as `v1alpha2`. */
  stableTcpRoutes: '1.31',
  /** istiod can run waypoints of agentgateway. */
  agentgatewayWaypoints: '1.31',
  /** `use-waypoint-canary` is read. */
  canary: '1.31',
  /** A waypoint balances load by a key of requests also where no route sends to the service. */
  hashWithoutRoute: '1.31',
  /** A waypoint asks backends again as the mesh does by default, also where no route says so. */
  defaultWaypointRetries: '1.31',
  /** A route is left alone if the waypoint of its parent belongs to another controller. */
  foreignWaypointRoutes: '1.31',
  /** The status of a Gateway tells of parameters that can't be used. */
  parametersStatus: '1.31',
  /** MeshConfig's `serviceEntryVisibility` is read. */
  serviceEntryVisibility: '1.31',
  /** The status of a DENY policy without effect at ztunnel says so. */
  ineffectiveDenyText: '1.32',
} as const satisfies Record<string, IstioVersion>;

/** A behaviour that not every release has. */
export type IstioFeature = keyof typeof SINCE;

/** The first release that behaves so. */
export function firstWith(feature: IstioFeature): IstioVersion {
  return SINCE[feature];
}

const ORDER: ReadonlyMap<IstioVersion, number> = new Map(ISTIO_VERSIONS.map((version, index) => [version, index]));

/** Whether a release behaves so. */
export function supports(version: IstioVersion, feature: IstioFeature): boolean {
  return ORDER.get(version)! >= ORDER.get(SINCE[feature])!;
}
