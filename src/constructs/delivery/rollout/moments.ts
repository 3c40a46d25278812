import type { Output, Placed } from './output';
import { isPolicy } from './output';
import type { Manifest } from '../manifest';
import { OWNER_PATCHES } from '../owner-patches';
import { DeliveryTool } from '../ownership-matrix';
import { Stage, STAGES } from '../stage';

/** The manifests that are in the cluster, by object. */
export type Live = ReadonlyMap<string, Manifest>;

/** A moment of a rollout. */
export interface Moment {
  /** The folder that is being applied. */
  readonly folder: string;
  /** What is in the cluster; only until the next moment is asked for. */
  readonly live: Live;
}

const isNamespace = ({ kind }: Manifest) => kind === 'Namespace';

/** What is applied at once in a stage, in order: all tools begin with Namespaces. */
const WAVES: readonly ((manifest: Manifest) => boolean)[] = [isNamespace, (manifest) => !isNamespace(manifest)];

/** The same for Argo CD, which waits for Gateways before it applies policies. */
const WAVES_OF_ARGO_CD: typeof WAVES = [isNamespace, (manifest) => !isNamespace(manifest) && !isPolicy(manifest), isPolicy];

/** What is in the cluster once an output is applied: labels stay on objects whose label patches are gone. */
export function liveAfter(before: Output, after: Output): Live {
  const patches = [...before].filter(([, { stage }]) => stage === Stage.ENROLLMENT);
  return manifestsOf([...patches, ...after]);
}

/** What is in the cluster where an output is applied. */
export function manifestsOf(output: Iterable<readonly [string, Placed]>): Map<string, Manifest> {
  return new Map([...output].map(([key, { manifest }]) => [key, manifest]));
}

/**
 * The moments while a tool applies an output over another one, between those two. Owners of objects may put the labels that are for
 * them on before all that, or after.
 * @param stages the stages that have manifests: Argo CD takes away what others had at the very end
 */
export function* momentsOf(tool: DeliveryTool, before: Output, after: Output, stages: ReadonlySet<Stage>): Generator<Moment> {
  const [early, late] = [after, before].map(ofOwners);
  if (early.length + late.length === 0) {
    yield* stepsOf(tool, before, after, stages, manifestsOf(before));
    return;
  }
  for (const labelled of [late, early]) {
    const live = manifestsOf([...[...before].filter(([, { stage }]) => stage), ...labelled]);
    yield { folder: OWNER_PATCHES, live };
    yield* stepsOf(tool, before, after, stages, live);
  }
}

function ofOwners(output: Output): (readonly [string, Placed])[] {
  return [...output].filter(([, { stage }]) => stage === undefined);
}

function* stepsOf(
  tool: DeliveryTool, before: Output, after: Output, stages: ReadonlySet<Stage>, live: Map<string, Manifest>,
): Generator<Moment> {
  for (const stage of STAGES) {
    const applied = [...after].filter(([, placed]) => placed.stage === stage);
    for (const wave of tool === DeliveryTool.ARGO_CD ? WAVES_OF_ARGO_CD : WAVES) {
      const objects = applied.filter(([, { manifest }]) => wave(manifest));
      for (const [key, { manifest }] of objects) live.set(key, manifest);
      if (objects.length > 0) yield { folder: stage, live };
    }
    const pruned = prunes(tool, stage, stages) ? goneFrom(stage, before, after) : [];
    for (const key of pruned) live.delete(key);
    if (pruned.length > 0) yield { folder: stage, live };
  }
}

/** Whether what is gone from a stage is deleted before the next stage: kubectl deletes nothing, and label patches stay. */
function prunes(tool: DeliveryTool, stage: Stage, stages: ReadonlySet<Stage>): boolean {
  if (stage === Stage.ENROLLMENT || tool === DeliveryTool.KUBECTL) return false;
  return tool !== DeliveryTool.ARGO_CD || stages.has(stage);
}

/** What a stage does not have any more, unless an earlier one has taken it over. */
function goneFrom(stage: Stage, before: Output, after: Output): string[] {
  const isGone = ([key, placed]: readonly [string, Placed]) => {
    const next = after.get(key);
    return placed.stage === stage && (next?.stage === undefined || STAGES.indexOf(next.stage) > STAGES.indexOf(stage));
  };
  return [...before].filter(isGone).map(([key]) => key);
}
