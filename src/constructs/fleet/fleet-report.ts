import type { ClusterValue, Scalar } from './cluster-value';
import type { Divergence, FleetComparison } from './fleet-comparison';
import type { FleetDifference } from './fleet-difference';
import { nameOf } from './object-fields';
import { reasonsFor } from './reasons';

/** In what the clusters of a run differ, and why. */
export class FleetReport {
  /** @internal */
  public static _of(comparison: FleetComparison, values: readonly ClusterValue<Scalar>[]): FleetReport {
    const clusters = [...comparison.clusters].sort();
    return new FleetReport(clusters, comparison.differences().map((divergence) => differenceOf(divergence, clusters, values)));
  }

  private constructor(
    /** The clusters that were compared. */
    public readonly clusters: string[],
    /** What differs, by object and field. */
    public readonly differences: FleetDifference[],
  ) {}

  /** The report as text: a line for each difference, and below it who has what. */
  public toText(): string {
    if (this.clusters.length === 1) return `there is one cluster, ${this.clusters[0]}, and nothing to compare it with\n`;
    if (this.differences.length === 0) return `${this.clusters.length} clusters are the same\n`;
    return this.differences.map((difference) => this.lines(difference)).join('');
  }

  private lines({ kind, objectNamespace, objectName, field, values, reasons }: FleetDifference): string {
    const name = nameOf({ kind, namespace: objectNamespace, name: objectName });
    const why = reasons.length > 0 ? ` (${reasons.join(', ')})` : ' (nothing declared explains it)';
    const byValue = new Map<string, string[]>();
    for (const cluster of this.clusters) {
      const value = values[cluster] ?? 'missing';
      byValue.set(value, [...byValue.get(value) ?? [], cluster]);
    }
    return [`${name}${field ? ` ${field}` : ''}${why}`, ...[...byValue].map(([value, clusters]) => `  ${value}: ${clusters.join(', ')}`), ''].join('\n');
  }
}

function differenceOf(
  { object, field, first, others, expected }: Divergence, clusters: readonly string[], declared: readonly ClusterValue<Scalar>[],
): FleetDifference {
  const found = clusters.map((cluster): [string, string | undefined] => [cluster, others.has(cluster) ? others.get(cluster) : first]);
  return {
    kind: object.kind,
    objectNamespace: object.namespace,
    objectName: object.name,
    ...(field !== undefined && { field }),
    values: Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    reasons: expected === undefined ? reasonsFor(new Map(found), declared) : [expected],
  };
}
