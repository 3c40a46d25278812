import type { CommonOptions } from './common-options';
import { ExitCode } from './exit-codes';
import { fail } from './fail';
import type { GenerateOptions } from './generate-options';
import { waypointFlags } from './generate-options';
import type { Streams } from './streams';
import { generateObjects } from '../generate/generate';
import type { WaypointFlags } from '../generate/waypoint-flags';
import { waypointProgram } from '../generate/waypoint-program';
import { wholeProgram } from '../program/app-program';
import { loadPackages } from '../program/load-packages';
import { printProgram } from '../program/print';
import { jsonText } from '../report/json';

/** What the answer is written as, the default first: text is YAML. */
export const GENERATE_OUTPUTS = ['text', 'json', 'typescript'];

/** `waypoint generate`: the manifests of a waypoint, from flags. */
export function runGenerate(options: GenerateOptions & Pick<CommonOptions, 'output' | 'istioVersion'>, streams: Streams): ExitCode {
  const flags = waypointFlags(options);
  if (typeof flags === 'string') return fail(flags, streams);
  try {
    streams.stdout.write(written(flags, options));
    return ExitCode.DONE;
  } catch (error) {
    // The path of the construct says nothing to who has written flags.
    return fail((error as Error).message.replace(/^\[[^\]]*\] /, ''), streams);
  }
}

function written(flags: WaypointFlags, { output, istioVersion }: Pick<CommonOptions, 'output' | 'istioVersion'>): string {
  const program = waypointProgram(flags, istioVersion);
  const packages = loadPackages();
  const objects = generateObjects(program, flags, packages);
  switch (output) {
    case 'json': return jsonText({ objects }, []);
    case 'typescript': return printProgram(wholeProgram(program.start, [program.statements]));
    default: return packages.cdk8s.Yaml.stringify(...objects);
  }
}
