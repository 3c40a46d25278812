import type { Plan } from './plan';
import { TOOLS } from './plan';

/** What was seen of a kind of owner and a tool. */
export interface Cell {
  readonly owner: string;
  readonly tool: string;
  /** Whether nothing went wrong. */
  readonly safe: boolean;
  /** What went wrong, by the way in which the owner applies. */
  readonly harm?: Readonly<Record<string, readonly string[]>>;
  /** What nothing happened to, if something went wrong with other objects. */
  readonly unharmed?: readonly string[];
  /** Labels and annotations that stay after un-enrollment. */
  readonly left?: readonly string[];
  /** How often owner and tool were let play. */
  readonly plays: number;
}

/** What the API server thinks of an output. */
interface Judged {
  readonly name: string;
  readonly objects: number;
  readonly findings: readonly string[] | null;
  /** Namespaces of the app that name a waypoint before it is programmed, since they have to be there before it. */
  readonly early?: readonly string[];
}

/** What is kept of a report, for the tests of the constructs. */
export function recordOf({ cells, outputs }: Report) {
  return { cells, early: Object.fromEntries(outputs.filter(({ early }) => early).map(({ name, early }) => [name, early])) };
}

/** What the lane saw. */
export interface Report {
  readonly cells: readonly Cell[];
  /** Owners that took labels into their own repositories, and out again. */
  readonly ownerSides: readonly { readonly owner: string; readonly side: string; readonly harm?: unknown }[];
  readonly outputs: readonly Judged[];
  /** Of who applies the label patches, by tool. */
  readonly rights: readonly Judged[];
}

/** The matrix as a table for people: what came of a label patch. */
export function matrixText({ cells }: Report): string {
  const owners = [...new Set(cells.map(({ owner }) => owner))];
  const rows = owners.map((owner) => Object.keys(TOOLS).map((tool) => {
    const cell = cells.find((candidate) => candidate.owner === owner && candidate.tool === tool);
    return (cell?.safe ? 'safe' : 'HARM').padEnd(9);
  }).join(''));
  return [`${''.padEnd(28)}${Object.keys(TOOLS).map((tool) => tool.padEnd(9)).join('')}`, ...owners.map((owner, i) => `${owner.padEnd(28)}${rows[i]}`)].join('\n');
}

/** What is wrong, one line each: outputs that the API server objects to, and patches that do harm or are refused for nothing. */
export function problemsIn({ cells, ownerSides, outputs, rights }: Report, { refused }: Plan): string[] {
  return [
    ...[...outputs, ...rights].flatMap(({ name, findings }) => (findings ?? []).map((finding) => `${name}: ${finding}`)),
    ...ownerSides.filter(({ harm }) => harm).map(({ owner, side, harm }) => `${owner} with ${side}: does harm: ${JSON.stringify(harm)}`),
    ...cells.filter(({ owner, tool, safe }) => safe === refused[owner].includes(tool)).map(({ owner, tool, safe, harm }) => (safe
      ? `${owner} by ${tool}: is refused, but does no harm`
      : `${owner} by ${tool}: does harm: ${JSON.stringify(harm)}`)),
    ...cells.filter(({ unharmed }) => unharmed).map(({ owner, tool, unharmed }) => `${owner} by ${tool}: is refused, but does no harm to ${unharmed!.join(', ')}`),
  ];
}
