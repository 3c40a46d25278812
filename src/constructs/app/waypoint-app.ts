import type { AppProps } from 'cdk8s';
import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ConstructOrder } from './construct-order';
import type { Json } from './manifest-renderer';
import { ManifestRenderer } from './manifest-renderer';
import { OutputFolder } from './output-folder';
import { StagedOutput } from './staged-output';
import { YamlWriter } from './yaml-writer';
import type { Delivery } from '../delivery/delivery';
import { mistake } from '../problem';

/** Properties of `WaypointApp`. */
export interface WaypointAppProps extends AppProps {
  /**
   * How the output reaches a cluster.
   * @default - the output is manifests and nothing else
   */
  readonly delivery?: Delivery;
}

/**
 * An `App` whose synthesis takes time in proportion to what it writes: it validates once, renders each object once, and
 * writes each file once. What it writes is the same to the byte as what `App` writes.
 *
 * It also refuses what `App` would do silently: write two objects into one file, or one object twice. It replaces its
 * files as a whole and removes those that the last synthesis wrote and this one did not; other files in the output folder
 * stay, and one that is in the way is an error. Apps of one program may share the folder as long as each file is of one of
 * them; what an `App` writes after a `WaypointApp` it writes unseen.
 */
export class WaypointApp extends App {
  private readonly recordsMetadata: boolean;

  constructor(props: WaypointAppProps = {}) {
    super(props);
    this.recordsMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
    if (props.delivery !== undefined) this.deliver(props.delivery);
  }

  /**
   * Writes all manifests to the output folder.
   * @throws if a validation fails, if files or objects collide, or if the folder cannot be written; it is then as it was
   */
  public synth(): void {
    this._synth();
  }

  /** Gives all manifests as one text. */
  public synthYaml(): string {
    const renderer = new ManifestRenderer(this);
    return new YamlWriter(renderer.repeated).write(this._manifests(renderer));
  }

  /**
   * All manifests, rendered once more.
   * @internal
   */
  protected _manifests(renderer = new ManifestRenderer(this)): Json[] {
    const order = new ConstructOrder(this, this.validConstructs());
    return order.charts.flatMap((chart) => order.objectsOf(chart).map((object) => renderer.render(object)));
  }

  /**
   * Writes all manifests.
   * @param check asked about all of them before the first takes its place; what it throws leaves the folder as it was
   * @internal
   */
  protected _synth(check?: (manifests: readonly Json[]) => void): void {
    const order = new ConstructOrder(this, this.validConstructs());
    const folder = new OutputFolder(this.outdir, this);
    folder.open();
    try {
      const manifests: Json[] = [];
      new StagedOutput(this, folder, check && ((manifest) => manifests.push(manifest))).stage(order);
      check?.(manifests);
      if (this.recordsMetadata) folder.stage(METADATA, constructMetadata(order));
      folder.commit();
    } finally {
      folder.close();
    }
  }

  private deliver(delivery: Delivery): void {
    // Not known by its class, which most programs can do without loading.
    if (typeof (delivery as Partial<Delivery> | null)?._deliver !== 'function') throw mistake('"delivery" is no Delivery: write Delivery.argoCd({ … }), Delivery.flux({ … }) or Delivery.kubectl()');
    delivery._deliver(this);
  }

  /**
   * All constructs, from the top down, each validated before those in it: what a validation adds to a construct is among them.
   * @see cdk8s lib/app.ts validate
   */
  private validConstructs(): IConstruct[] {
    const constructs: IConstruct[] = [];
    const errors: string[] = [];
    const visit = (construct: IConstruct) => {
      const { node } = construct;
      for (const error of node.validate()) errors.push(`[${node.path}] ${error}`);
      constructs.push(construct);
      for (const child of node.children) visit(child);
    };
    visit(this);
    if (errors.length > 0) throw mistake(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
    return constructs;
  }
}

const METADATA = 'construct-metadata.json';

/** What the validation plugins of cdk8s-cli read. */
function constructMetadata(order: ConstructOrder): string {
  const objects = order.charts.flatMap((chart) => order.objectsOf(chart));
  return JSON.stringify({ version: '1.0.0', resources: Object.fromEntries(objects.map(({ name, node }) => [name, { path: node.path }])) });
}
