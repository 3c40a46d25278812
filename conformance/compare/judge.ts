import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';

/** Where conformance/build.sh puts the judge. */
export const JUDGE_PROGRAM = path.resolve(__dirname, '../bin/istiod');

/** A question to Istio's code; conformance/istiod/protocol.go describes it. */
export interface Question {
  readonly do: 'mesh' | 'deploy' | 'validate' | 'analyze';
  readonly mode?: 'assume' | 'status';
  readonly yaml: string;
}

/** Why Istio's code has no answer. */
export interface Failure {
  readonly kind: 'unreadable' | 'refused' | 'crash' | 'timeout';
  readonly message: string;
}

/** What Istio's code says. */
export interface Response {
  readonly answer?: unknown;
  readonly failed?: Failure;
  readonly unreadable?: readonly string[];
}

/** A running judge. It ends with this process, or when it is closed. */
export class Judge {
  /** Whether there is one to start: it takes Go to build it. */
  public static isBuilt(): boolean {
    return fs.existsSync(JUDGE_PROGRAM);
  }

  private readonly process: ChildProcess;
  private readonly waiting = new Map<string, (response: Response) => void>();
  private asked = 0;

  /** @param crds folders with CRDs that it takes instead of those that Istio is built against */
  public constructor(crds: readonly string[] = []) {
    this.process = spawn(JUDGE_PROGRAM, ['serve', ...crds.flatMap((folder) => ['--crds', folder])], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.process.stdout! }).on('line', (line) => this.receive(line));
    this.process.on('exit', () => this.fail());
  }

  /** Asks, and waits for the answer. Several questions may wait at a time. */
  public ask(question: Question): Promise<Response> {
    const id = String(++this.asked);
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.process.stdin!.write(`${JSON.stringify({ id, ...question })}\n`);
    });
  }

  public close(): void {
    this.process.stdin!.end();
  }

  private receive(line: string): void {
    const { id, ...response } = JSON.parse(line) as Response & { id: string };
    this.waiting.get(id)?.(response);
    this.waiting.delete(id);
  }

  private fail(): void {
    for (const resolve of this.waiting.values()) resolve({ failed: { kind: 'crash', message: 'the judge ended' } });
    this.waiting.clear();
  }
}
