import type { Item, Refusal } from './item';
import type { Plan } from './plan';
import { planItems } from './plan';
import { NO_CONSTRUCT } from './raw-item';
import type { SourceObject } from './source-object';
import { findFaults } from './verify';
import type { IstioVersion } from '../istio/versions';
import { groupBy } from '../mesh/group-by';
import { compareText } from '../mesh/object-ref';
import type { ProgramStart } from '../program/app-program';
import { startProgram, wholeProgram } from '../program/app-program';
import { commentLines } from '../program/comment-lines';
import type { Packages } from '../program/evaluate';
import type { Heading, Statement } from '../program/expression';
import type { Program } from '../program/print';

/** A program that declares objects. */
export interface Imported {
  readonly program: Program;
  readonly plan: Plan;
  /** What could not be declared equal even as it is, and is left out. */
  readonly lost: readonly Lost[];
}

/** An object that the program does not declare. */
export interface Lost {
  readonly object: SourceObject;
  readonly reason: string;
}

/** A fault can come up only when others are gone; what is still at fault then is left out. */
const MOST_ROUNDS = 20;

/**
 * Makes a program that declares objects, and runs it: where what comes out is not equal, the next program says it more plainly.
 * @param version the release of Istio that the program shall be for; undefined leaves that out
 */
export function importObjects(given: readonly SourceObject[], packages: Packages, version?: IstioVersion): Imported {
  const start = startProgram(version);
  const refusals = new Map<string, Refusal>();
  const lost: Lost[] = [];
  let objects = given;
  for (let round = 1; ; round++) {
    const plan = planItems(objects, start.app, refusals);
    const faults = findFaults(plan.items, objects, start, packages);
    if (faults.length === 0) return { program: programOf(plan, start), plan, lost };
    for (const { item, reason } of faults) {
      if (item.reason === undefined && round < MOST_ROUNDS) refuse(item, reason, refusals);
      else lost.push(...objects.filter(({ key }) => [...item.objects, ...item.labels].includes(key)).map((object) => ({ object, reason })));
    }
    objects = objects.filter((object) => !lost.some((one) => one.object === object));
  }
}

/** What was enrolled together is tried one by one, and then no more. */
function refuse(item: Item, reason: string, refusals: Map<string, Refusal>): void {
  refusals.set(item.key, { times: (refusals.get(item.key)?.times ?? 0) + 1, reason });
}

function programOf({ items, scope }: Plan, start: ProgramStart): Program {
  const charts = [...groupBy(items, ({ chart }) => [chart])].sort(([a], [b]) => compareText(a, b));
  return wholeProgram(start, charts.map(([chart, own]) => [scope.chart(chart), ...statementsOf(own)]));
}

/** Objects that stay as they are come first, because others refer to them: those of kinds that no construct writes under one comment. */
function statementsOf(all: readonly Item[]): Statement[] {
  const items = [...all].sort((a, b) => a.stage - b.stage);
  const ofOtherKinds = items.filter(({ reason }) => reason === NO_CONSTRUCT);
  const rest = items.filter((item) => !ofOtherKinds.includes(item));
  return [
    ...(ofOtherKinds.length > 0 ? [headingOf(ofOtherKinds)] : []),
    ...ofOtherKinds.flatMap(({ statements }) => statements),
    ...rest.flatMap(({ statements }) => statements),
  ];
}

function headingOf(items: readonly Item[]): Heading {
  const kinds = [...new Set(items.flatMap(({ kind }) => kind ?? []))].sort(compareText);
  return { form: 'heading', lines: commentLines(`As they are, since no construct writes objects of kind ${kinds.join(', ')}.`) };
}
