import type { CommonOptions } from './common-options';
import { ExitCode } from './exit-codes';
import { readMesh, styleFor } from './read-mesh';
import type { Streams } from './streams';
import { statusJson } from '../report/status-json';
import { statusText } from '../report/status-text';
import { statusesOf } from '../status/statuses';

/** `waypoint status`: the conditions that Istio would write, and where policies are enforced in fact. */
export function runStatus(paths: readonly string[], options: CommonOptions, streams: Streams): ExitCode {
  const { mesh, problems } = readMesh(paths, options, streams);
  const statuses = statusesOf(mesh);
  const { stdout } = streams;
  stdout.write(options.output === 'json' ? statusJson(statuses, problems) : statusText(statuses, styleFor(stdout, options, streams)));
  return problems.length > 0 ? ExitCode.FAILED : ExitCode.DONE;
}
