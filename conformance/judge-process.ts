import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Why a judge has no answer. */
export interface Failure {
  readonly kind: 'unreadable' | 'refused' | 'crash' | 'timeout';
  readonly message: string;
}

/** A running judge: a program that answers questions, each a line of JSON with an `id`. It ends with this process, or when it is closed. */
export class JudgeProcess<Response extends { readonly failed?: Failure }> {
  private readonly process: ChildProcess;
  private readonly waiting = new Map<string, (response: Response) => void>();
  private asked = 0;

  public constructor(program: string, args: readonly string[]) {
    this.process = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.process.stdout! }).on('line', (line) => this.receive(line));
    this.process.on('exit', () => this.fail('the judge ended'));
    this.process.on('error', ({ message }) => this.fail(message));
    this.process.stdin!.on('error', ({ message }) => this.fail(message));
    process.once('exit', () => this.process.kill());
  }

  /** Asks, and waits for the answer. Several questions may wait at a time. */
  public ask(question: object): Promise<Response> {
    const id = String(++this.asked);
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      if (this.process.exitCode !== null) this.fail('the judge ended');
      else this.process.stdin!.write(`${JSON.stringify({ id, ...question })}\n`);
    });
  }

  public close(): void {
    this.process.stdin!.end();
  }

  private receive(line: string): void {
    const { id, ...response } = JSON.parse(line) as Response & { id: string };
    this.waiting.get(id)?.(response as unknown as Response);
    this.waiting.delete(id);
  }

  private fail(message: string): void {
    for (const resolve of this.waiting.values()) resolve({ failed: { kind: 'crash', message } } as Response);
    this.waiting.clear();
  }
}

/** Lets what waits for the end of this process, such as judges, know that it is interrupted. */
export function endWhenInterrupted(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
