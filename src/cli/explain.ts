import type { CommonOptions } from './common-options';
import { ExitCode } from './exit-codes';
import { explainRequests } from './explain-requests';
import { fail } from './fail';
import { readMesh, styleFor } from './read-mesh';
import type { RequestOptions } from './request-options';
import { formOf } from './request-options';
import type { Streams } from './streams';
import type { LoadedMesh } from '../mesh/load';
import { coverageJson, coverageTable, coverageText } from '../report/coverage-report';
import { explanationJson } from '../report/explain-json';
import { explanationText } from '../report/explain-text';
import { jsonText } from '../report/json';
import type { Style } from '../report/style';
import type { Coverage } from '../traffic/coverage';
import { coverageOf, coverageOfAll } from '../traffic/coverage';
import { explain } from '../traffic/explain';
import { findDestination } from '../traffic/find-destination';
import { questionOf } from '../traffic/question';

/** What `waypoint explain` is told. */
export interface ExplainOptions extends CommonOptions, RequestOptions {
  readonly requests?: string;
}

/** `waypoint explain`: what happens to one request, or to many; without a client which clients take a waypoint. */
export function runExplain(paths: readonly string[], options: ExplainOptions, streams: Streams): ExitCode {
  if (options.requests === '-' && paths.includes('-')) return fail('standard input can\'t be both the mesh and the requests', streams);
  // A list of requests says all of them; so does the input of the mesh.
  const loaded = readMesh(paths, { ...options, complete: options.complete ?? options.requests !== undefined }, streams);
  const exitCode = answer(loaded, options, streams);
  return loaded.problems.length > 0 ? ExitCode.FAILED : exitCode;
}

function answer(loaded: LoadedMesh, options: ExplainOptions, streams: Streams): ExitCode {
  const { to, from, requests } = options;
  if (requests !== undefined) return explainRequests(loaded.mesh, requests, streams);
  if (from === undefined) return showCoverage(loaded, options, streams);
  if (to === undefined) return fail('no destination, expected --to', streams);
  const question = questionOf(loaded.mesh, formOf({ ...options, to }), false);
  if (!question.value) return fail(question.problem, streams);
  const explanation = explain(loaded.mesh, question.value);
  const { stdout } = streams;
  stdout.write(options.output === 'json'
    ? jsonText(explanationJson(loaded.mesh, explanation), loaded.problems)
    : explanationText(loaded.mesh, explanation, styleFor(stdout, options, streams)));
  return ExitCode.DONE;
}

function showCoverage(loaded: LoadedMesh, options: ExplainOptions, streams: Streams): ExitCode {
  if (options.to === undefined) return writeCoverages(loaded, coverageOfAll(loaded.mesh), coverageTable, options, streams);
  const { value: destination, problem } = findDestination(loaded.mesh, options.to, undefined);
  if (!destination) return fail(problem, streams);
  if (destination.kind !== 'service') return fail(`"${options.to}" is no service, expected --from as well`, streams);
  const coverage = coverageOf(loaded.mesh, destination.service);
  return writeCoverages(loaded, [coverage], (_, style) => coverageText(coverage, style), options, streams);
}

type CoverageFormat = (coverages: readonly Coverage[], style: Style) => string;

function writeCoverages(
  { problems }: LoadedMesh, coverages: readonly Coverage[], format: CoverageFormat, options: ExplainOptions, streams: Streams,
): ExitCode {
  const { stdout } = streams;
  stdout.write(options.output === 'json' ? coverageJson(coverages, problems) : format(coverages, styleFor(stdout, options, streams)));
  return ExitCode.DONE;
}
