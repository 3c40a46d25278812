import * as fs from 'fs';
import * as path from 'path';
import { CLUSTERS } from './cluster-name';
import { FileRecord } from '../app/file-record';
import { OutputFolder } from '../app/output-folder';
import { YamlWriter } from '../app/yaml-writer';
import type { DeliveryFile } from '../delivery/delivered-objects';
import { mistake } from '../problem';

/** The output folder of a fleet: that of each cluster, and what is there once for all. */
export class FleetOutput {
  constructor(private readonly outdir: string) {}

  /** Makes the folder, also for a shard without clusters: cdk8s-cli expects one. */
  public make(): void {
    try {
      fs.mkdirSync(this.outdir, { recursive: true });
    } catch (error) {
      throw mistake(`cannot write "${this.outdir}": ${(error as Error).message}`);
    }
  }

  /** The folder of a cluster. */
  public folderOf(cluster: string): string {
    return path.join(this.outdir, CLUSTERS, cluster);
  }

  /**
   * Writes what is there once for all clusters.
   * @param writer who writes
   */
  public write(writer: object, files: readonly DeliveryFile[]): void {
    if (files.length === 0 && !FileRecord.isIn(this.outdir)) return;
    const folder = new OutputFolder(this.outdir, writer);
    folder.open();
    try {
      for (const { path: file, documents } of files) folder.stage(file, new YamlWriter().write(documents), 'fleet');
      folder.commit();
    } finally {
      folder.close();
    }
  }

  /**
   * Removes what earlier runs wrote for other clusters than these.
   * @param writer who removes it
   */
  public removeAllBut(writer: object, clusters: ReadonlySet<string>): void {
    const folder = path.join(this.outdir, CLUSTERS);
    if (!fs.existsSync(folder)) return;
    const former = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !clusters.has(entry.name));
    for (const { name } of former) {
      const cluster = this.folderOf(name);
      if (FileRecord.isIn(cluster)) new OutputFolder(cluster, writer).empty();
    }
  }
}
