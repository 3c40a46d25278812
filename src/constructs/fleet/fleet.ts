import { ClusterApp } from './cluster-app';
import { checkClusterNames } from './cluster-name';
import type { Scalar } from './cluster-value';
import { ClusterValue } from './cluster-value';
import { ClusterFlag, ClusterNumber, ClusterText } from './cluster-values';
import { checkExpectedDifferences } from './expected-differences';
import { FleetComparison } from './fleet-comparison';
import { FleetDelivery } from './fleet-delivery';
import type { ExpectedDifference } from './fleet-difference';
import { FleetOutput } from './fleet-output';
import { FleetReport } from './fleet-report';
import { Shard } from './shard';
import { Progress } from '../app/progress';
import type { WaypointApp, WaypointAppProps } from '../app/waypoint-app';
import { checkTexts } from '../check-texts';
import { mistake } from '../problem';

/** Properties of `Fleet`. */
export interface FleetProps {
  /** The names of all clusters; each gets a folder of that name. At least one. */
  readonly clusters: string[];
  /**
   * The output folder.
   * @default - the environment variable CDK8S_OUTDIR, or else `dist`
   */
  readonly outdir?: string;
  /**
   * Which part of the clusters this run is for, as `INDEX/COUNT`. The output of all parts is that of one run.
   * @default - what the command line says with `--shard INDEX/COUNT`, or else all of them
   */
  readonly shard?: string;
  /**
   * How the output reaches the clusters.
   * @default - as the app of each cluster says
   */
  readonly delivery?: FleetDelivery;
  /**
   * Where clusters may differ in what else must be the same: waypoints, labels of the mesh, global Services.
   * @default - nowhere
   */
  readonly expectedDifferences?: ExpectedDifference[];
}

/**
 * The output for many clusters: a folder `clusters/NAME` for each. Clusters are written one after the other, each by an app
 * of its own that can be forgotten then, so that memory does not grow with their number.
 *
 * What differs between clusters is data (`addNumber`, `addText`, `addFlag`), so that the report can say why something
 * differs; the program asks `clusterNames` which clusters this run is for. What must be the same everywhere is compared
 * with the first of all clusters, which for this reason every run declares; only one of them writes it.
 */
export class Fleet {
  /** The clusters that this run is for, and the first of all. */
  public readonly clusterNames: string[];

  private readonly output: FleetOutput;
  private readonly all: ReadonlySet<string>;
  private readonly written: ReadonlySet<string>;
  private readonly begun = new Set<string>();
  private readonly shard: Shard;
  private readonly delivery?: FleetDelivery;
  private readonly comparison: FleetComparison;
  private readonly values = new Map<string, ClusterValue<Scalar>>();
  private readonly progress: Progress;

  constructor(props: FleetProps) {
    checkTexts('"clusters"', props.clusters);
    if (!props.clusters?.length) throw mistake('the fleet has no clusters: list at least one in "clusters"');
    checkExpectedDifferences(props.expectedDifferences ?? []);
    this.output = new FleetOutput(props.outdir ?? process.env.CDK8S_OUTDIR ?? 'dist');
    this.shard = props.shard === undefined ? Shard.ofCommandLine() : Shard.parse(props.shard);
    this.delivery = props.delivery;
    checkClusterNames(props.clusters);
    const names = [...props.clusters].sort();
    if (props.delivery !== undefined) checkDelivery(props.delivery, names);
    const [first] = names;
    this.all = new Set(names);
    this.comparison = new FleetComparison(first, props.expectedDifferences ?? []);
    this.written = new Set(this.shard.partOf(names));
    this.clusterNames = [...new Set([first, ...this.written])];
    this.progress = new Progress('cluster', this.clusterNames.length);
  }

  /**
   * Declares a number that each cluster has.
   * @param name how reports call it
   * @param perCluster the clusters that have one of their own
   * @param otherwise what all others have; without it `perCluster` must name all
   */
  public addNumber(name: string, perCluster: { [cluster: string]: number }, otherwise?: number): ClusterNumber {
    return ClusterNumber._of(this.addValue(new ClusterValue(name, perCluster, otherwise, this.all, 'number')));
  }

  /**
   * Declares a text that each cluster has.
   * @param name how reports call it
   * @param perCluster the clusters that have one of their own
   * @param otherwise what all others have; without it `perCluster` must name all
   */
  public addText(name: string, perCluster: { [cluster: string]: string }, otherwise?: string): ClusterText {
    return ClusterText._of(this.addValue(new ClusterValue(name, perCluster, otherwise, this.all, 'string')));
  }

  /**
   * Declares something that is so in some clusters and not in others.
   * @param name how reports call it
   * @param perCluster the clusters for which it is said
   * @param otherwise what holds for all others; without it `perCluster` must name all
   */
  public addFlag(name: string, perCluster: { [cluster: string]: boolean }, otherwise?: boolean): ClusterFlag {
    return ClusterFlag._of(this.addValue(new ClusterValue(name, perCluster, otherwise, this.all, 'boolean')));
  }

  /**
   * An app that writes the folder of a cluster.
   * @throws if the run is not for that cluster, or its app was made before
   */
  public newApp(cluster: string, props: WaypointAppProps = {}): WaypointApp {
    if (!this.clusterNames.includes(cluster)) {
      throw mistake(`cluster "${cluster}" is ${this.all.has(cluster) ? 'not in this shard' : 'not in the fleet'}: ask "clusterNames" which clusters the run is for`);
    }
    if (this.begun.has(cluster)) throw mistake(`cluster "${cluster}" has an app already: declare everything for it there`);
    if (props.outdir !== undefined) throw mistake(`the app of cluster "${cluster}" has an "outdir": give it to the fleet`);
    if (props.delivery && this.delivery) throw mistake(`the app of cluster "${cluster}" has a "delivery", and so has the fleet: write one of the two`);
    this.begun.add(cluster);
    this.progress.next(() => cluster);
    const outdir = this.output.folderOf(cluster);
    return new ClusterApp({ ...props, outdir, delivery: props.delivery ?? this.delivery?._of(cluster) }, {
      isWritten: this.written.has(cluster),
      compare: (manifests) => this.comparison.compare(cluster, manifests),
    });
  }

  /**
   * In what the clusters that were synthesized differ, and why. A run for some of the clusters tells of those, and of the
   * first of all.
   */
  public report(): FleetReport {
    return FleetReport._of(this.comparison, [...this.values.values()]);
  }

  /**
   * Ends the run: writes what is there once for all clusters, and removes what earlier runs wrote for clusters that are no
   * longer in the fleet.
   * @throws if a cluster of this run was left out, or not synthesized
   */
  public finish(): void {
    const missing = this.clusterNames.filter((name) => !this.begun.has(name));
    if (missing.length > 0) throw mistake(`nothing was declared for ${missing.map((name) => `"${name}"`).join(', ')}: call newApp() for each of "clusterNames"`);
    const declared = this.clusterNames.filter((name) => !this.comparison.clusters.has(name));
    if (declared.length > 0) throw mistake(`${declared.map((name) => `"${name}"`).join(', ')} was declared, but not synthesized: call synth() of its app before finish()`);
    this.output.make();
    if (!this.shard.isFirst) return;
    this.output.write(this, this.delivery?._files([...this.all]) ?? []);
    this.output.removeAllBut(this, this.all);
  }

  private addValue<T extends Scalar>(value: ClusterValue<T>): ClusterValue<T> {
    if (this.values.has(value.name)) throw mistake(`value "${value.name}" is declared twice: write another name`);
    this.values.set(value.name, value);
    return value;
  }
}

function checkDelivery(delivery: FleetDelivery, clusters: readonly string[]): void {
  if (!(delivery instanceof FleetDelivery)) throw mistake('"delivery" of the fleet is no FleetDelivery: write FleetDelivery.argoCd({ … }) or FleetDelivery.flux({ … })');
  delivery._check(clusters);
}
