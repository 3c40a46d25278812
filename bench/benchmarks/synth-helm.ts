import type { Benchmark } from '../benchmark';
import { buildGoProgram, goObstacle, HELM } from '../go-program';
import { writeHelmChart } from '../inputs/helm-chart';
import { compareObjects, synthCommand } from '../synth-worker';

/** Synthesis, against `helm template` of a chart that renders the same objects. */
export const synthHelm: readonly Benchmark[] = [1000, 5000].map((namespaces) => ({
  name: `synth-${namespaces}/helm`,
  obstacle: goObstacle,
  prepare: (folder) => {
    const subject = synthCommand(folder, 'ours', namespaces);
    const base = { program: buildGoProgram(HELM), args: ['template', writeHelmChart(folder, namespaces)] };
    compareObjects(namespaces, { command: subject, outdir: subject.outdir }, { command: base });
    return { subject, base };
  },
}));
