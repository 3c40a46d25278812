import type { ApiObject, App } from 'cdk8s';
import type { ConstructOrder } from './construct-order';
import { FileClaims } from './file-claims';
import type { Json } from './manifest-renderer';
import { ManifestRenderer } from './manifest-renderer';
import { ObjectClaims } from './object-claims';
import type { Rendered } from './output-file';
import { outputFiles } from './output-file';
import type { OutputFolder } from './output-folder';
import { Progress } from './progress';
import { YamlWriter } from './yaml-writer';
import type { DeliveredOutput } from '../delivery/delivered-output';
import { deliveryOf } from '../delivery/deliveries';
import type { OutputChange, WrittenFile } from '../delivery/rollout/output-change';
import type { Stage } from '../delivery/stage';

/** The output of an app on its way into a folder. */
export class StagedOutput {
  private readonly claims = new FileClaims();
  private readonly objects = new ObjectClaims();
  private readonly renderer: ManifestRenderer;
  private readonly yaml: YamlWriter;
  private readonly delivered?: DeliveredOutput;
  /** What becomes of the last output, if there is one. */
  private readonly change?: OutputChange;

  /** @param note told of each manifest */
  constructor(private readonly app: App, private readonly folder: OutputFolder, private readonly note?: (manifest: Json) => void) {
    this.renderer = new ManifestRenderer(app);
    this.yaml = new YamlWriter(this.renderer.repeated);
    const delivery = deliveryOf(app);
    this.delivered = delivery?._outputOf(app);
    this.change = delivery && this.hasLastOutput() ? delivery._outputChange() : undefined;
  }

  /** Stages all files of manifests, and those that their delivery needs. */
  public stage(order: ConstructOrder): void {
    const render = (object: ApiObject) => this.render(object);
    const progress = new Progress('chart', order.charts.length);
    for (const { folder, path, source, manifests } of outputFiles({ app: this.app, order, render, progress })) {
      if (this.delivered && manifests.length === 0) continue;
      const written = this.write(folder ? `${folder}/${path}` : path, source, manifests);
      this.delivered?.noteFile(folder as Stage, path, written.text);
      this.change?.noteFile(folder as Stage, manifests, written);
    }
    if (this.delivered) this.stageDelivery(this.delivered);
  }

  private stageDelivery(delivered: DeliveredOutput): void {
    for (const file of delivered.otherFiles()) {
      const written = this.write(file.path, 'delivery', file.documents);
      this.change?.noteOther(file, written);
    }
    const { record } = this.folder;
    record.noteWaypointsInUse(delivered.references.inUseAfter(record.waypointsInUse()));
    if (!this.change) return;
    for (const [path, text] of this.folder.leaving()) this.change.noteGone(path, text);
    this.change.check();
  }

  private render(object: ApiObject): Rendered {
    const manifest = this.renderer.render(object);
    this.objects.claim(object, manifest);
    this.note?.(manifest);
    if (!this.delivered) return { folder: '', manifest };
    const placed = this.delivered.place(object, manifest);
    return { folder: placed.stage, manifest: placed.manifest };
  }

  private hasLastOutput(): boolean {
    const { record } = this.folder;
    return record.files().length > 0 || record.committed().size > 0;
  }

  private write(path: string, source: string, documents: readonly unknown[]): WrittenFile {
    this.claims.claim(path, source);
    const text = this.yaml.write(documents);
    const present = this.folder.stage(path, text, source);
    return { text, replaced: this.change && (present ?? this.folder.record.committed().get(path)) };
  }
}
