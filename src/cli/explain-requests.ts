import { ExitCode } from './exit-codes';
import type { Streams } from './streams';
import { isMapping } from '../mesh/fields';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { Problem } from '../mesh/problem';
import type { SourceFile } from '../mesh/source-file';
import { readSourceFiles } from '../mesh/source-files';
import { explanationJson } from '../report/explain-json';
import { jsonLine } from '../report/json';
import { problemsText } from '../report/problems-text';
import { PLAIN } from '../report/style';
import { explain } from '../traffic/explain';
import { questionOf } from '../traffic/question';
import { readRequestForm } from '../traffic/read-request-form';

/** Answers the requests of a file, a JSON list or one object a line: each answer is one line, in their order. */
export function explainRequests(mesh: MeshObjects, path: string, { stdout, stderr }: Streams): ExitCode {
  const problems: Problem[] = [];
  const { files } = readSourceFiles([path], (problem) => problems.push(problem));
  const requests = files.flatMap((file) => parse(file, (problem) => problems.push(problem)));
  const answers = requests.map((request) => answer(mesh, request));
  stdout.write(answers.map(jsonLine).join(''));
  stderr.write(problemsText(problems, PLAIN));
  return problems.length > 0 || answers.some((one) => 'problem' in one) ? ExitCode.FAILED : ExitCode.DONE;
}

function answer(mesh: MeshObjects, request: unknown): object {
  const id = isMapping(request) && request.id !== undefined ? { id: request.id } : {};
  const form = readRequestForm(request);
  const question = form.value ? questionOf(mesh, form.value, true) : form;
  if (!question.value) return { ...id, problem: question.problem };
  return explanationJson(mesh, explain(mesh, question.value));
}

function parse(file: SourceFile, report: (problem: Problem) => void): unknown[] {
  const { text } = file;
  if (text.trimStart().startsWith('[')) return parseJson(file, text, 0, report).flatMap((list) => list as unknown[]);
  let offset = 0;
  return text.split('\n').flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    return line.trim() === '' ? [] : parseJson(file, line, start, report);
  });
}

function parseJson(file: SourceFile, text: string, offset: number, report: (problem: Problem) => void): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    report({ cause: 'syntax', message: `not JSON: ${(error as Error).message}`, place: file.place(offset) });
    return [];
  }
}
