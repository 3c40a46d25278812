import type { CommonOptions } from './common-options';
import { ExitCode } from './exit-codes';
import { readMesh, styleFor } from './read-mesh';
import type { Streams } from './streams';
import { bind } from '../binding/bind';
import { compareBindings } from '../binding/binding';
import { subjectsOf } from '../registry/subject';
import { bindingsJson } from '../report/bindings-json';
import { bindingsText } from '../report/bindings-text';

/** `waypoint bindings`: which waypoint serves what. */
export function runBindings(paths: readonly string[], options: CommonOptions, streams: Streams): ExitCode {
  const { mesh, problems } = readMesh(paths, options, streams);
  const bindings = subjectsOf(mesh).map((subject) => bind(mesh, subject)).sort(compareBindings);
  const { stdout } = streams;
  stdout.write(options.output === 'json'
    ? bindingsJson(mesh, bindings, problems)
    : bindingsText(mesh, bindings, styleFor(stdout, options, streams)));
  return problems.length > 0 ? ExitCode.FAILED : ExitCode.DONE;
}
