import type { Benchmark } from '../benchmark';
import { run } from '../measure';
import { synthCommand, textsIn } from '../synth-worker';

/** Synthesis by `WaypointApp`, against that by the `App` of cdk8s: the same files, to the byte. */
export const synthCdk8s: readonly Benchmark[] = [1000, 5000].map((namespaces) => ({
  name: `synth-${namespaces}/cdk8s`,
  ...(namespaces > 1000 && { duration: '5 minutes a round' }),
  prepare: (folder) => {
    const [subject, base] = [synthCommand(folder, 'ours', namespaces), synthCommand(folder, 'cdk8s', namespaces)];
    run(subject);
    run(base);
    if (textsIn(subject.outdir).join() !== textsIn(base.outdir).join()) throw new Error('WaypointApp and App wrote different files');
    return { subject, base };
  },
}));
