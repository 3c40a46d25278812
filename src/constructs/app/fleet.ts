import * as fs from 'fs';
import * as path from 'path';
import { FileClaims } from './file-claims';
import { FileRecord } from './file-record';
import { OutputFolder } from './output-folder';
import { Shard } from './shard';
import type { WaypointAppProps } from './waypoint-app';
import { WaypointApp } from './waypoint-app';

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
}

/** The folder that holds one folder for each cluster. */
const CLUSTERS = 'clusters';

/**
 * The output for many clusters: a folder `clusters/NAME` for each. Clusters are written one after the other, each by an app
 * of its own that can be forgotten then, so that memory does not grow with their number.
 *
 * What differs between clusters is data of the program; it asks `clusterNames` which clusters this run is for.
 */
export class Fleet {
  /** The clusters that this run is for. */
  public readonly clusterNames: string[];

  private readonly outdir: string;
  private readonly all: ReadonlySet<string>;
  private readonly begun = new Set<string>();
  private readonly shard: Shard;
  private shown = Date.now();

  constructor(props: FleetProps) {
    if (props.clusters.length === 0) throw new Error('the fleet has no clusters: list at least one in "clusters"');
    this.outdir = props.outdir ?? process.env.CDK8S_OUTDIR ?? 'dist';
    this.shard = props.shard === undefined ? Shard.ofCommandLine() : Shard.parse(props.shard);
    this.all = new Set(props.clusters);
    const claims = new FileClaims();
    for (const name of props.clusters) {
      checkClusterName(name);
      claims.claim(name, name);
    }
    this.clusterNames = this.shard.partOf([...this.all].sort());
  }

  /**
   * An app that writes the folder of a cluster.
   * @throws if the run is not for that cluster, or its app was made before
   */
  public newApp(cluster: string, props: WaypointAppProps = {}): WaypointApp {
    if (!this.clusterNames.includes(cluster)) {
      throw new Error(`cluster "${cluster}" is ${this.all.has(cluster) ? 'not in this shard' : 'not in the fleet'}: ask "clusterNames" which clusters the run is for`);
    }
    if (this.begun.has(cluster)) throw new Error(`cluster "${cluster}" has an app already: declare everything for it there`);
    if (props.outdir !== undefined) throw new Error(`the app of cluster "${cluster}" has an "outdir": give it to the fleet`);
    this.begun.add(cluster);
    this.show(cluster);
    return new WaypointApp({ ...props, outdir: path.join(this.outdir, CLUSTERS, cluster) });
  }

  /**
   * Ends the run: removes what earlier runs wrote for clusters that are no longer in the fleet.
   * @throws if a cluster of this run was left out
   */
  public finish(): void {
    const missing = this.clusterNames.filter((name) => !this.begun.has(name));
    if (missing.length > 0) throw new Error(`nothing was declared for ${missing.map((name) => `"${name}"`).join(', ')}: call newApp() for each of "clusterNames"`);
    if (this.shard.isFirst) this.removeFormerClusters();
  }

  private removeFormerClusters(): void {
    const folder = path.join(this.outdir, CLUSTERS);
    if (!fs.existsSync(folder)) return;
    const former = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !this.all.has(entry.name));
    for (const { name } of former) {
      const cluster = path.join(folder, name);
      if (FileRecord.isIn(cluster)) new OutputFolder(cluster).empty();
    }
  }

  /** Tells every few seconds how far the run is; on standard error, since standard output may be a stream of manifests. */
  private show(cluster: string): void {
    if (Date.now() - this.shown < 5_000) return;
    this.shown = Date.now();
    process.stderr.write(`cluster ${this.begun.size} of ${this.clusterNames.length}: ${cluster}\n`);
  }
}

function checkClusterName(name: string): void {
  if (!/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name)) {
    throw new Error(`cluster "${name}" cannot name a folder: write letters, digits, ".", "_" and "-", with a letter or digit at both ends`);
  }
}
