import type { RequestDifference } from './compare';
import { compareRequests } from './compare';
import type { Verdict } from './judge';
import { RequestJudge } from './judge';
import { RequestTally } from './tally';
import type { Value } from '../compare/cluster';
import { shrink } from '../compare/shrink';
import { toYaml } from '../generate/manifest';
import { randomRequestMesh } from '../generate/request-mesh';
import type { Request } from '../generate/requests';
import type { Failure } from '../judge-process';

/** Requests to each random mesh. */
export const REQUESTS_PER_MESH = 60;

/** Meshes in the hands of the judge at a time. */
const AT_A_TIME = 2;

/** A mesh with requests to it. */
export interface RequestCase {
  readonly name: string;
  readonly values: readonly Value[];
  readonly requests: readonly Request[];
}

/** A difference, and the mesh that shows it. */
export interface RequestFinding {
  readonly name: string;
  readonly values: readonly Value[];
  readonly difference: RequestDifference;
}

/** A mesh that the judge leaves answers out of, and why. */
export interface LostRequests extends RequestCase {
  readonly message: string;
}

/** The meshes and requests of a range of seeds: as many meshes as it takes for so many requests. */
export function* seededRequestCases(seed: number, requests: number, randomMesh = randomRequestMesh): Generator<RequestCase> {
  for (let left = requests, current = seed; left > 0; left -= REQUESTS_PER_MESH, current++) {
    const mesh = randomMesh(current, Math.min(left, REQUESTS_PER_MESH));
    yield { name: `seed ${current}`, values: mesh.objects, requests: mesh.requests };
  }
}

/** Compares what our side says of requests with what a real Envoy does. */
export class RequestLane {
  public readonly tally = new RequestTally();
  public readonly findings: RequestFinding[] = [];
  public readonly lost: LostRequests[] = [];
  private readonly judge = new RequestJudge(AT_A_TIME);

  public async run(cases: Iterator<RequestCase>): Promise<void> {
    const worker = async (): Promise<void> => {
      for (let next = cases.next(); !next.done; next = cases.next()) await this.compare(next.value);
    };
    // One more than the judge works at, so that it never waits.
    await Promise.all(Array.from({ length: AT_A_TIME + 1 }, worker));
  }

  /** A smaller mesh, and a smaller request, with the same difference. */
  public async shrunk({ values, difference }: RequestFinding): Promise<Pick<RequestFinding, 'values' | 'difference'>> {
    let smallest = { values, difference };
    // The request is made smaller as one more object.
    await shrink([...values, difference.request as unknown as Value], async (fewer) => {
      const request = fewer.at(-1) as unknown as Request | undefined;
      if (!request || !('to' in request)) return false;
      const objects = fewer.slice(0, -1);
      const verdict = await this.ask(objects, [request]);
      const differences = isVerdict(verdict) ? compareRequests(objects, [request], verdict).differences : [];
      const found = differences.find((other) => isLike(difference, other));
      if (found) smallest = { values: objects, difference: found };
      return found !== undefined;
    });
    return smallest;
  }

  public close(): void {
    this.judge.close();
  }

  private async compare(one: RequestCase): Promise<void> {
    const { name, values, requests } = one;
    const verdict = await this.ask(values, requests);
    const message = isVerdict(verdict) ? verdict.problem : `${verdict.kind}: ${verdict.message}`;
    if (message !== undefined) this.lost.push({ ...one, message });
    if (!isVerdict(verdict)) return;
    const comparison = compareRequests(values, requests, verdict);
    const lasting = await this.lasting(values, comparison.differences);
    this.tally.add({ ...comparison, differences: lasting }, comparison.differences.length - lasting.length);
    for (const difference of lasting) this.findings.push({ name, values, difference });
  }

  /** The differences that are there again when the judge is asked again. */
  private async lasting(values: readonly Value[], found: readonly RequestDifference[]): Promise<readonly RequestDifference[]> {
    if (found.length === 0) return found;
    const requests = found.map(({ request }) => request);
    const again = await this.ask(values, requests);
    return isVerdict(again) ? compareRequests(values, requests, again).differences : found;
  }

  private ask(values: readonly Value[], requests: readonly Request[]): Promise<Verdict | Failure> {
    return this.judge.ask(toYaml(values), requests);
  }
}

function isVerdict(verdict: Verdict | Failure): verdict is Verdict {
  return 'answers' in verdict;
}

function isLike(a: RequestDifference, b: RequestDifference): boolean {
  return a.fields.some((field) => b.fields.includes(field)) && a.judge.why === b.judge.why && a.ours.why === b.ours.why;
}
