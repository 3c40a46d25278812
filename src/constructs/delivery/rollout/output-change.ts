import { findLapse } from './find-lapse';
import type { Lapse } from './lapse';
import { lapseText } from './lapse';
import type { Output } from './output';
import { decisivePart, keyOf } from './output';
import { mistake } from '../../problem';
import type { DeliveryFile } from '../delivered-objects';
import type { Manifest } from '../manifest';
import { manifestsForOwners, OWNER_PATCHES } from '../owner-patches';
import type { DeliveryTool } from '../ownership-matrix';
import { readDocuments } from '../read-documents';
import type { Stage } from '../stage';
import { STAGES } from '../stage';

/** A file of an output. */
export interface WrittenFile {
  readonly text: string;
  /** What it says in the last output, if that has it. */
  readonly replaced?: string;
}

/** The output of an app beside the one that it replaces. */
export class OutputChange {
  private readonly before: Output = new Map();
  private readonly after: Output = new Map();
  private readonly stages = new Set<Stage>();
  private isSame = true;

  /** @param tool what applies the output */
  constructor(private readonly tool: DeliveryTool) {}

  /** Notes a file of manifests. */
  public noteFile(stage: Stage, manifests: readonly Manifest[], { text, replaced }: WrittenFile): void {
    this.stages.add(stage);
    note(this.after, stage, manifests);
    if (replaced !== text) this.isSame = false;
    if (replaced !== undefined) note(this.before, stage, replaced === text ? manifests : manifestsIn(replaced));
  }

  /** Notes a file beside those of manifests, by its path below the output folder. */
  public noteOther({ path, documents }: DeliveryFile, { text, replaced }: WrittenFile): void {
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
    const lapse = this.lapse();
    if (lapse) throw mistake(lapseText(lapse));
  }

  /** @throws if the last output has other types than those that are written: somebody has changed it by hand */
  private lapse(): Lapse | undefined {
    try {
      return findLapse(this.tool, this.before, this.after, this.stages);
    } catch (error) {
      throw mistake(`the last output cannot be compared with this one (${(error as Error).message}): put it back as it was written, or remove it`);
    }
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
    return (readDocuments(text) as Manifest[]).flatMap(divide).filter(({ kind, metadata }) => typeof kind === 'string' && typeof metadata.name === 'string');
  } catch {
    return [];
  }
}
