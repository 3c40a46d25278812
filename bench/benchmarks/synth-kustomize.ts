import type { Benchmark } from '../benchmark';
import { buildGoProgram, goObstacle, KUSTOMIZE } from '../go-program';
import { writeKustomizeTree } from '../inputs/kustomize-tree';
import { compareObjects, synthCommand } from '../synth-worker';

const DURATIONS: Record<number, string> = { 1000: '8 minutes a round', 5000: 'hours' };

/** Synthesis, against `kustomize build` of one root over the same objects. */
export const synthKustomize: readonly Benchmark[] = [100, 1000, 5000].map((namespaces) => ({
  name: `synth-${namespaces}/kustomize`,
  obstacle: goObstacle,
  duration: DURATIONS[namespaces],
  prepare: (folder) => {
    const subject = synthCommand(folder, 'ours', namespaces);
    const base = { program: buildGoProgram(KUSTOMIZE), args: ['build', writeKustomizeTree(folder, namespaces)] };
    compareObjects(namespaces, { command: subject, outdir: subject.outdir }, { command: base });
    return { subject, base };
  },
}));
