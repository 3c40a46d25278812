import type { Benchmark } from '../benchmark';
import { compareObjects, synthCommand } from '../synth-worker';

/** Synthesis, against writing the same objects as JSON without any construct. */
export const synthJson: readonly Benchmark[] = [1000, 5000].map((namespaces) => ({
  name: `synth-${namespaces}/json`,
  prepare: (folder) => {
    const [subject, base] = [synthCommand(folder, 'ours', namespaces), synthCommand(folder, 'json', namespaces)];
    compareObjects(namespaces, { command: subject, outdir: subject.outdir }, { command: base, outdir: base.outdir });
    return { subject, base };
  },
}));
