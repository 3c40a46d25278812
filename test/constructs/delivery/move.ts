import type { App } from 'cdk8s';
import type { Deliverer, Verdicts } from './cluster';
import { Cluster } from './cluster';
import { refusalOf, written } from './written';
import type { RequestForm } from '../../../src/traffic/request-form';

/** Two commits, and what is asked while the second is rolled out over the first. */
export interface Move {
  readonly before: (app: App) => void;
  readonly after: (app: App) => void;
  readonly requests: Readonly<Record<string, RequestForm>>;
  /** What the owners have besides. */
  readonly more?: readonly any[];
}

/** What comes of a move. */
export interface Outcome {
  /** What the writer says to the second commit over the first; undefined if it takes it. */
  readonly refusal?: string;
  /** Requests that get through on the way, though both commits refuse them. */
  readonly lapses: readonly string[];
  /** Requests that do not get through on the way, though both commits let them. */
  readonly gaps: readonly string[];
}

/** Rolls out a commit over another one, also where the writer would not write it, and compares each moment with both. */
export function outcomeOf({ delivery, ...deliverer }: Deliverer, { before, after, requests, more }: Move): Outcome {
  const [first, second] = [before, after].map((declare) => written(delivery, declare));
  const cluster = new Cluster({ delivery, ...deliverer }, requests, more);
  cluster.apply(first);
  const start = cluster.verdicts();
  const moments = cluster.answers(second);
  const differing = (verdict: string) => Object.keys(requests).filter((name) => isLost(verdict, name, start, moments));
  return { refusal: refusalOf(delivery, before, after), lapses: differing('denied'), gaps: differing('allowed') };
}

/** Whether a request has a verdict before and after, and another one in between. */
function isLost(verdict: string, request: string, start: Verdicts, moments: readonly Verdicts[]): boolean {
  const isSame = (verdicts: Verdicts) => verdicts[request] === verdict;
  return isSame(start) && isSame(moments.at(-1) ?? start) && !moments.every(isSame);
}
