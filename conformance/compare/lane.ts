import type { Case } from './cases';
import type { Value } from './cluster';
import { readValues } from './cluster';
import type { Answer, Difference } from './facts';
import type { Question } from './judge';
import { Judge } from './judge';
import type { Comparison } from './questions';
import { compareMesh } from './questions';
import { shrink } from './shrink';
import { Tally } from './tally';
import { toYaml } from '../generate/manifest';
import type { Failure } from '../judge-process';

/** Meshes in the hands of the judge at a time. */
const AT_A_TIME = 4;

/** How often Istio's code is asked again where there is a difference. */
const REPEATS = 3;

/** A difference, and the mesh that shows it. */
export interface Finding {
  /** The name of the case. */
  readonly name: string;
  readonly difference: Difference;
  readonly values: readonly Value[];
  readonly mode: Case['mode'];
}

/** A mesh that Istio's code has no answer for. */
export interface Lost {
  readonly name: string;
  readonly yaml: string;
  readonly failure: Failure;
}

/** What answers for Istio's code. */
type Asked = Pick<Judge, 'ask' | 'close'>;

/** What Istio's code is asked, and what our side says to it. */
export interface Enquiry<A extends object> {
  readonly do: Question['do'];
  compare(values: readonly Value[], answer: A): Comparison;
}

/** What becomes of meshes. */
const MESHES: Enquiry<Answer> = { do: 'mesh', compare: compareMesh };

/** Compares our answers with those of Istio's own code. */
export class Lane {
  public readonly tally = new Tally();
  public readonly findings: Finding[] = [];
  public readonly lost: Lost[] = [];
  private judge: Asked | undefined;

  /** @param startJudge is called when the first question is asked */
  public constructor(private readonly startJudge: () => Asked = () => new Judge(), private readonly enquiry: Enquiry<object> = MESHES) {}

  public async run(cases: Iterator<Case>): Promise<void> {
    const worker = async (): Promise<void> => {
      for (let next = cases.next(); !next.done; next = cases.next()) await this.compare(next.value);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  }

  /** A smaller mesh with the same difference. */
  public async shrunk({ values, mode, difference }: Finding): Promise<Value[]> {
    return shrink(values, async (fewer) => {
      const answer = await this.ask(fewer, mode);
      return !isFailure(answer) && this.enquiry.compare(fewer, answer).differences.some((other) => isLike(difference, other));
    });
  }

  public close(): void {
    this.judge?.close();
  }

  private async compare({ name, mode, yaml, recorded }: Case): Promise<void> {
    const values = readValues(yaml);
    const answer = recorded ?? await this.ask(values, mode);
    if (isFailure(answer)) {
      this.lost.push({ name, yaml, failure: answer });
      return;
    }
    const comparison = this.enquiry.compare(values, answer);
    const lasting = recorded ? comparison.differences : await this.lasting(values, mode, comparison.differences);
    this.tally.add({ ...comparison, differences: lasting }, comparison.differences.length - lasting.length);
    for (const difference of lasting) this.findings.push({ name, difference, values, mode });
  }

  /** The differences that are there again when Istio's code is asked again: some of its answers depend on chance. */
  private async lasting(values: readonly Value[], mode: Case['mode'], found: readonly Difference[]): Promise<readonly Difference[]> {
    if (found.length === 0) return found;
    const again = await Promise.all(Array.from({ length: REPEATS }, async () => this.ask(values, mode)));
    const sets = again.map((answer) => isFailure(answer) ? [] : this.enquiry.compare(values, answer).differences);
    return found.filter((difference) => sets.every((set) => set.some((other) => isLike(difference, other))));
  }

  private async ask(values: readonly Value[], mode: Case['mode']): Promise<object> {
    this.judge ??= this.startJudge();
    const { answer, failed } = await this.judge.ask({ do: this.enquiry.do, mode, yaml: toYaml(values) });
    return failed ?? answer as object;
  }
}

function isFailure(answer: object): answer is Failure {
  return 'kind' in answer;
}

function isLike(a: Difference, b: Difference): boolean {
  return a.question === b.question && a.object === b.object && a.field === b.field;
}
