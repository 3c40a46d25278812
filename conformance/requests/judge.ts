import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Answer } from './answer';
import { CRDS } from '../compare/judge';
import type { Request } from '../generate/requests';
import type { Failure } from '../judge-process';
import { JudgeProcess } from '../judge-process';

/** Where conformance/build.sh puts the judge. */
const PROGRAM = path.resolve(__dirname, '../bin/envoy');

/** What the judge says of the requests to a mesh; conformance/envoy/serve.go describes it. */
interface Response {
  readonly answers?: readonly (Answer | null)[];
  readonly rejected?: readonly string[];
  readonly problem?: string;
  readonly failed?: Failure;
}

/** The answers of all requests to a mesh. */
export interface Verdict {
  /** Null: it could not be asked. */
  readonly answers: readonly (Answer | null)[];
  /** Objects that a cluster refuses, as `Kind/namespace/name`. */
  readonly rejected: readonly string[];
  /** Why answers are missing. */
  readonly problem?: string;
}

/** A real Envoy with the configuration that Istio generates, as the judge of requests. */
export class RequestJudge {
  /** Why there is none; undefined: there is one. */
  public static missing(): string | undefined {
    if (!fs.existsSync(PROGRAM)) return 'there is no judge of requests; conformance/build.sh envoy makes it, which takes Go';
    try {
      execFileSync(PROGRAM, ['serve'], { input: '', stdio: ['pipe', 'ignore', 'pipe'] });
      return undefined;
    } catch (error) {
      return String((error as { stderr?: Buffer }).stderr ?? error).trim();
    }
  }

  private readonly process: JudgeProcess<Response>;

  /** @param jobs meshes at a time */
  public constructor(jobs: number) {
    this.process = new JudgeProcess<Response>(PROGRAM, ['serve', '-jobs', String(jobs), '-crds', CRDS]);
  }

  /** Sends requests to a mesh. Gateways are waypoints if istiod would deploy them. */
  public async ask(yaml: string, requests: readonly Request[]): Promise<Verdict | Failure> {
    const { answers, rejected = [], problem, failed } = await this.process.ask({ mode: 'assume', yaml, requests });
    if (failed) return failed;
    return answers ? { answers, rejected, ...(problem && { problem }) } : { kind: 'refused', message: problem ?? 'no answers' };
  }

  public close(): void {
    this.process.close();
  }
}
