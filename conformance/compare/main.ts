import { fileCases, seededCases } from './cases';
import { Judge } from './judge';
import { Lane } from './lane';
import { report } from './report';
import { parseArguments } from '../arguments';

const USAGE = 'npm run conformance -- [PATH...] [--meshes N] [--seed S] [--print N]';

/** Differences that are made smaller and printed. */
const PRINTED = 3;

async function main(args: readonly string[]): Promise<number> {
  const { seed, meshes, paths, flags } = parseArguments(args, { usage: USAGE, meshes: 100, options: ['print'] });
  if (!Judge.isBuilt()) {
    process.stderr.write('conformance: NOT COMPARED: there is no judge; conformance/build.sh makes it, which takes Go\n');
    return 2;
  }
  const lane = new Lane();
  try {
    process.stdout.write(paths.length > 0 ? `comparing ${paths.join(', ')}\n` : `comparing ${meshes} random meshes from seed ${seed}\n`);
    await lane.run(paths.length > 0 ? fileCases(paths) : seededCases(seed, meshes));
    await report(lane, Number(flags.print ?? PRINTED), (text) => process.stdout.write(text));
  } finally {
    lane.close();
  }
  return lane.findings.length > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error: Error) => {
  process.stderr.write(`conformance: ${error.message}\n`);
  process.exitCode = 2;
});
