import { loadAll } from 'js-yaml';
import type { Output } from './output';
import { decisivePart, keyOf } from './output';
import { refuseLapse } from './refuse-lapse';
import type { DeliveryFile } from '../delivered-objects';
import type { Manifest } from '../manifest';
import { manifestsForOwners, OWNER_PATCHES } from '../owner-patches';
import type { DeliveryTool } from '../ownership-matrix';
import type { Stage } from '../stage';
import { STAGES } from '../stage';

/** The output of an app beside the one that it replaces. */
export class OutputChange {
  private readonly before: Output = new Map();
  private readonly after: Output = new Map();
  private readonly stages = new Set<Stage>();
  private isSame = true;

  /** @param tool what applies the output */
  constructor(private readonly tool: DeliveryTool) {}

  /**
   * Notes a file of manifests.
   * @param replaced what it says in the last output, if that had it
   */
  public noteFile(stage: Stage, manifests: readonly Manifest[], text: string, replaced?: string): void {
    this.stages.add(stage);
    note(this.after, stage, manifests);
    if (replaced !== text) this.isSame = false;
    if (replaced !== undefined) note(this.before, stage, replaced === text ? manifests : manifestsIn(replaced));
  }

  /**
   * Notes a file beside those of manifests, by its path below the output folder.
   * @param replaced what it says in the last output, if that had it
   */
  public noteOther({ path, documents }: DeliveryFile, text: string, replaced?: string): void {
    if (!isForOwners(path)) return;
    note(this.after, undefined, (documents as Manifest[]).flatMap(manifestsForOwners));
    if (replaced !== text) this.isSame = false;
    if (replaced !== undefined) note(this.before, undefined, manifestsIn(replaced, manifestsForOwners));
  }

  /** Notes a file that the last output had, by its path below the output folder, and this one has not. */
  public noteGone(path: string, text: string): void {
    const stage = STAGES.find((one) => path.startsWith(`${one}/`));
    if (stage === undefined && !isForOwners(path)) return;
    this.isSame = false;
    note(this.before, stage, manifestsIn(text, stage ? undefined : manifestsForOwners));
  }

  /** @throws if a policy would lapse while the output is applied over the one before */
  public check(): void {
    if (this.isSame || this.before.size === 0) return;
    refuseLapse(this.tool, this.before, this.after, this.stages);
  }
}

function isForOwners(path: string): boolean {
  return path.startsWith(`${OWNER_PATCHES}/`);
}

function note(output: Output, stage: Stage | undefined, manifests: readonly Manifest[]): void {
  for (const manifest of manifests) {
    const part = decisivePart(manifest);
    if (part) output.set(keyOf(part), { stage, manifest: part });
  }
}

/** The manifests in a file of the last output. One that somebody has broken by hand says nothing. */
function manifestsIn(text: string, divide: (document: Manifest) => Manifest[] = (document) => [document]): Manifest[] {
  try {
    return (loadAll(text) as Manifest[]).flatMap(divide).filter(({ kind, metadata }) => typeof kind === 'string' && typeof metadata.name === 'string');
  } catch {
    return [];
  }
}
