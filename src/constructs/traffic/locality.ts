/** Where the traffic of a region goes. */
export interface LocalityShares {
  /** From where, `region/zone/subzone` with `*` at the end: `eu-west/zone1/*`. */
  readonly source: string;
  /** Shares by place, written as `source`, in percent: 1 to 100, together 100. */
  readonly shares: { [place: string]: number };
}

/** Whether a waypoint prefers pods in its own region and zone, and where else it goes. Istio prefers by itself what is near. */
export class Locality {
  /** Takes no notice of regions and zones. */
  public static ignored(): Locality {
    return new Locality({ enabled: false });
  }

  /**
   * Regions that stand in for others. Needs `outlierDetection`, without which a waypoint never finds a region to be down.
   * @param regions by region: the one that stands in for it
   */
  public static failover(regions: { [region: string]: string }): Locality {
    return new Locality({ failover: Object.entries(regions).map(([source, target]) => ({ from: source, to: target })) });
  }

  /**
   * Labels that pods and the waypoint have in common, the most important first, say what is near. Needs `outlierDetection`.
   * @param labels such as `topology.kubernetes.io/zone`
   */
  public static priority(...labels: string[]): Locality {
    return new Locality({ failoverPriority: labels });
  }

  /** A fixed share of the traffic for each place. */
  public static distributed(...shares: LocalityShares[]): Locality {
    return new Locality({ distribute: shares.map(({ source, shares: to }) => ({ from: source, to })) });
  }

  private constructor(
    /** @internal */
    public readonly _setting: {
      readonly enabled?: boolean;
      readonly failover?: readonly { readonly from: string; readonly to: string }[];
      readonly failoverPriority?: readonly string[];
      readonly distribute?: readonly { readonly from: string; readonly to: { readonly [place: string]: number } }[];
    },
  ) {}
}
