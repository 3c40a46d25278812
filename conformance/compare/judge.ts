import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Failure } from '../judge-process';
import { JudgeProcess } from '../judge-process';

/** Where conformance/build.sh puts the judge. */
export const JUDGE_PROGRAM = path.resolve(__dirname, '../bin/istiod');

/** A question to Istio's code; conformance/istiod/protocol.go describes it. */
export interface Question {
  readonly do: 'mesh' | 'deploy' | 'validate' | 'analyze';
  readonly mode?: 'assume' | 'status';
  readonly yaml: string;
}

/** What Istio's code says. */
export interface Response {
  readonly answer?: unknown;
  readonly failed?: Failure;
  readonly unreadable?: readonly string[];
}

/** Istio's code as a judge of meshes and objects. */
export class Judge extends JudgeProcess<Response> {
  /** Whether there is one to start: it takes Go to build it. */
  public static isBuilt(): boolean {
    return fs.existsSync(JUDGE_PROGRAM);
  }

  /** @param crds folders with CRDs that it takes instead of those that Istio is built against */
  public constructor(crds: readonly string[] = []) {
    super(JUDGE_PROGRAM, ['serve', ...crds.flatMap((folder) => ['--crds', folder])]);
  }

  public override ask(question: Question): Promise<Response> {
    return super.ask(question);
  }
}
