import * as path from 'node:path';
import { load } from 'js-yaml';
import { caseFiles } from './case-files';
import type { IstioVersion } from '../../src/istio/versions';
import { explain } from '../../src/traffic/explain';
import { notesOf } from '../../src/traffic/notes';
import { questionOf } from '../../src/traffic/question';
import type { RequestForm } from '../../src/traffic/request-form';
import type { Verdict } from '../../src/traffic/verdict';

interface NotesCase {
  readonly name: string;
  /** The release that is asked, if another than the file's. */
  readonly istio?: IstioVersion;
  readonly request: RequestForm;
  readonly verdict: Verdict;
  readonly notes: readonly string[];
}

/** Each file is a mesh, after requests to it and what is said of them beside the verdict. */
describe.each(caseFiles(path.join(__dirname, 'notes')).map((file) => [file.name, file] as const))('%s', (_, file) => {
  const { explain: cases } = load(file.head.text) as { explain: NotesCase[] };

  test.each(cases.map((one) => [one.name, one] as const))('%s', (__, { istio, request, verdict, notes }) => {
    const { mesh, problems } = file.load(istio);
    const question = questionOf(mesh, request, true);
    expect({ problems, problem: question.problem }).toEqual({ problems: [], problem: undefined });
    const explanation = explain(mesh, question.value!);
    expect({ verdict: explanation.verdict, notes: notesOf(mesh, explanation) }).toEqual({ verdict, notes });
  });
});
