import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Failure } from '../judge-process';
import { JudgeProcess } from '../judge-process';

/** Where conformance/build.sh puts the judge. */
export const JUDGE_PROGRAM = path.resolve(__dirname, '../bin/istiod');

/** Where conformance/build.sh puts the CRDs of its cluster, of the releases that our schemas are made from. */
export const CRDS = path.resolve(__dirname, '../bin/crds');

/** A question to Istio's code; conformance/istiod/protocol.go describes it. */
export interface Question {
  readonly do: 'mesh' | 'clusters' | 'deploy' | 'validate' | 'analyze';
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

  public constructor() {
    super(JUDGE_PROGRAM, ['serve', '--crds', CRDS]);
  }

  public override ask(question: Question): Promise<Response> {
    return super.ask(question);
  }
}
