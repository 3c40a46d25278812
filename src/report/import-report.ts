import { jsonText } from './json';
import type { Style } from './style';
import { printable } from './style';
import type { Lost } from '../import/import-objects';
import type { Item } from '../import/item';
import type { Plan } from '../import/plan';
import { NO_CONSTRUCT } from '../import/raw-item';
import type { SourceObject } from '../import/source-object';
import { placeIn } from '../mesh/manifest';
import { compareRefs, refOf, refText } from '../mesh/object-ref';
import type { Problem } from '../mesh/problem';

/** A program that declares the objects of files, and what became of each. */
export interface ImportReport {
  /** The program. */
  readonly text: string;
  /** The file that it was written to; undefined: to standard output. */
  readonly file: string | undefined;
  readonly plan: Plan;
  readonly objects: readonly SourceObject[];
  readonly lost: readonly Lost[];
  readonly problems: readonly Problem[];
}

/** What became of one object. */
interface Outcome {
  readonly object: SourceObject;
  /** The construct that declares it, or that writes its labels. */
  readonly construct: string | null;
  readonly reason: string | null;
  readonly concernsWaypoints: boolean;
}

/** The program and what became of each object, as the JSON that docs/import.md describes. */
export function importJson(report: ImportReport): string {
  const objects = outcomesOf(report).map(({ object, construct, reason, concernsWaypoints }) => ({
    subject: refOf(object), place: placeIn(object.source), construct, reason, concernsWaypoints,
  }));
  const lost = report.lost.map(({ object, reason }) => ({ subject: refOf(object), place: placeIn(object.source), reason }));
  return jsonText({ file: report.file ?? null, program: report.text, objects, lost, summary: summaryOf(report) }, report.problems);
}

/** How many objects became constructs, and why others that concern waypoints did not. */
export function importText(report: ImportReport, style: Style): string {
  const { objects, waypointObjects, constructs } = summaryOf(report);
  const kept = outcomesOf(report).filter(({ concernsWaypoints, construct }) => concernsWaypoints && construct === null);
  const where = report.file === undefined ? '' : `${printable(report.file)}: `;
  return [
    `${where}${objects} ${objects === 1 ? 'object' : 'objects'}, ${waypointObjects} of them about waypoints; constructs declare ${constructs} of these`,
    ...kept.map(({ object, reason }) => `  ${printable(refText(object))} stays as it is: ${printable(reason ?? NO_CONSTRUCT)}`),
    ...report.lost.map(({ object, reason }) => style.bad(`  ${printable(refText(object))} is left out: ${printable(reason)}`)),
  ].map((line) => `${line}\n`).join('');
}

function summaryOf(report: ImportReport) {
  const about = outcomesOf(report).filter(({ concernsWaypoints }) => concernsWaypoints);
  return {
    objects: report.objects.length,
    waypointObjects: about.length,
    constructs: about.filter(({ construct }) => construct !== null).length,
    lost: report.lost.length,
  };
}

function outcomesOf({ plan: { items, relevance }, objects, lost }: ImportReport): Outcome[] {
  const declaring = new Map<string, Item>();
  for (const item of items) for (const key of item.objects) declaring.set(key, item);
  const labelling = new Map(items.flatMap((item) => item.labels.map((key) => [key, item] as const)));
  const left = new Set(lost.map(({ object }) => object));
  return objects.filter((object) => !left.has(object)).sort(compareRefs).map((object) => {
    const item = declaring.get(object.key);
    const construct = item?.construct ?? labelling.get(object.key)?.construct ?? null;
    const reason = construct === null ? item?.reason ?? null : null;
    return { object, construct, reason, concernsWaypoints: relevance.concernsWaypoints(object) };
  });
}
