import type { Benchmark, Command } from '../benchmark';
import { buildGoProgram, goObstacle, KUSTOMIZE } from '../go-program';
import { writeKustomizeTree } from '../inputs/kustomize-tree';
import { compareObjects, synthCommand } from '../synth-worker';

/** Builds the folders below a root, one after the other. */
const EACH_FOLDER = 'for folder in "$1"/*/; do "$0" build "$folder" && echo --- || exit 1; done';

/** How kustomize builds a tree: all of it from one root, which takes time by its square, or each namespace by itself. */
const WAYS = {
  'kustomize': (kustomize: string, root: string): Command => ({ program: kustomize, args: ['build', root] }),
  'kustomize-each': (kustomize: string, root: string): Command => ({ program: 'sh', args: ['-c', EACH_FOLDER, kustomize, root] }),
};

const DURATIONS: Record<string, string> = {
  'synth-1000/kustomize': '8 minutes a round',
  'synth-5000/kustomize': 'hours',
  'synth-1000/kustomize-each': 'a minute a round',
  'synth-5000/kustomize-each': '5 minutes a round',
};

/** Synthesis, against `kustomize build` of the same objects. */
export const synthKustomize: readonly Benchmark[] = [100, 1000, 5000].flatMap((namespaces) =>
  Object.entries(WAYS).map(([way, build]): Benchmark => ({
    name: `synth-${namespaces}/${way}`,
    obstacle: goObstacle,
    duration: DURATIONS[`synth-${namespaces}/${way}`],
    prepare: (folder) => {
      const subject = synthCommand(folder, 'ours', namespaces);
      const base = build(buildGoProgram(KUSTOMIZE), writeKustomizeTree(folder, namespaces));
      compareObjects(namespaces, { command: subject, outdir: subject.outdir }, { command: base });
      return { subject, base };
    },
  })));
