import { ExitCode } from './exit-codes';
import type { Streams } from './streams';
import { isMapping } from '../mesh/fields';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { Problem } from '../mesh/problem';
import { readSourceFiles } from '../mesh/source-files';
import { explanationJson } from '../report/explain-json';
import { jsonLine } from '../report/json';
import { problemsText } from '../report/problems-text';
import { PLAIN } from '../report/style';
import { explain } from '../traffic/explain';
import { questionOf } from '../traffic/question';
import { readRequestForm } from '../traffic/read-request-form';
import type { ListedRequest } from '../traffic/request-list';
import { listedRequests } from '../traffic/request-list';

/** Answers the requests of a file, a JSON list or one object a line: each answer is one line, in their order, also of what can't be asked. */
export function explainRequests(mesh: MeshObjects, path: string, { stdout, stderr }: Streams): ExitCode {
  const problems: Problem[] = [];
  const { files } = readSourceFiles([path], (problem) => problems.push(problem));
  const answers = files.flatMap(listedRequests).map((request) => answer(mesh, request));
  stdout.write(answers.map(jsonLine).join(''));
  stderr.write(problemsText(problems, PLAIN));
  return problems.length > 0 || answers.some((one) => 'problem' in one) ? ExitCode.FAILED : ExitCode.DONE;
}

function answer(mesh: MeshObjects, { value, problem, place }: ListedRequest): object {
  const id = { id: isMapping(value) ? value.id ?? null : null };
  if (problem !== undefined) return { ...id, problem, place };
  const form = readRequestForm(value);
  const question = form.value ? questionOf(mesh, form.value, true) : form;
  if (!question.value) return { ...id, problem: question.problem, place };
  return explanationJson(mesh, explain(mesh, question.value));
}
