import { enforcementText } from './enforcement-text';
import { nameLines, namesText } from './names-text';
import type { Style } from './style';
import { columns, printable } from './style';
import type { Condition } from '../binding/conditions';
import { WAYPOINT_MISSING } from '../binding/conditions';
import { placeIn } from '../mesh/manifest';
import { refText } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';
import type { Enforcement } from '../status/enforcement';
import type { ObjectStatus } from '../status/object-status';

const WAYPOINTS_SHOWN = 3;

/** Statuses for people: what is refused, then what is accepted and does something else, then the rest in a line each. */
export function statusText(statuses: readonly ObjectStatus[], style: Style): string {
  const refused = statuses.filter(isRefused);
  const different = statuses.filter((status) => !isRefused(status) && status.notes.length > 0);
  const plain = statuses.filter((status) => !isRefused(status) && status.notes.length === 0);
  const fine = plain.filter(({ conditions }) => conditions.length > 0);
  const silent = plain.filter(({ conditions }) => conditions.length === 0);
  const sections = [
    faultSection('refused, or only a part of it', refused, style),
    faultSection('does not do what its status says', different, style),
    fineSection(fine, style),
    silentSection(silent, style),
    [summary(refused.length, different.length, fine.length, silent.length)],
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function isRefused({ conditions, refusal }: ObjectStatus): boolean {
  return refusal !== undefined || conditions.some(isBad);
}

/** Conditions whose truth is the bad news. */
const BAD_IF_TRUE = new Set([WAYPOINT_MISSING, 'Conflicted']);
/** Reasons that tell of a part that is refused, although the condition is true. */
const PARTLY = new Set(['UnsupportedValue', 'PartiallyInvalid', 'ListenersNotValid']);

function isBad({ type, status, reason }: Condition): boolean {
  return (status === 'True') === BAD_IF_TRUE.has(type) || PARTLY.has(reason);
}

function faultSection(heading: string, statuses: readonly ObjectStatus[], style: Style): string[] {
  if (statuses.length === 0) return [];
  return [style.title(heading), ...statuses.flatMap((status) => faultLines(status, style))];
}

function faultLines(status: ObjectStatus, style: Style): string[] {
  const { conditions, policy, notes } = status;
  const bad = conditions.filter(isBad);
  const shown = bad.length > 0 ? bad : conditions;
  return [
    `  ${style.bad(printable(nameOf(status)))}${placeText(status, style)}`,
    ...shown.map(({ type, status: truth, reason, message }) => `      ${printable(`${type} ${truth}, ${reason}${message && `: ${message}`}`)}`),
    ...policy ? [`      ${printable(enforcedText(policy.enforced))}`] : [],
    ...notes.map((note) => `      ${printable(note)}`),
  ];
}

function placeText({ manifest, part }: ObjectStatus, style: Style): string {
  const place = placeIn(manifest, part?.path);
  return place ? `  ${style.faint(printable(`${place.file}:${place.line}:${place.column}`))}` : '';
}

function nameOf(status: ObjectStatus): string {
  const part = partText(status);
  return `${refText(status.manifest)}${part === undefined ? '' : ` ${part}`}`;
}

/** The part of an object that has a status; undefined: the object as a whole. */
export function partText({ manifest, part }: ObjectStatus): string | undefined {
  if (!part) return undefined;
  if (part.kind === 'listener') return `listener ${part.name}`;
  const { kind = '', namespace = manifest.namespace, name = '', sectionName, port } = part.ref;
  const more = `${sectionName === undefined ? '' : ` ${sectionName}`}${port === undefined ? '' : ` port ${port}`}`;
  return `${fieldText(part.path.slice(1))} ${kind} ${namespace}/${name}${more}`;
}

function enforcedText(enforced: readonly Enforcement[]): string {
  if (enforced.length === 0) return 'enforced nowhere';
  return `enforced at ${namesText(enforced.map(enforcementText), WAYPOINTS_SHOWN)}`;
}

function fineSection(statuses: readonly ObjectStatus[], style: Style): string[] {
  if (statuses.length === 0) return [];
  const rows = statuses.map((status) => [nameOf(status), resultText(status)]);
  return [style.title('as its status says'), ...columns(rows, '  ', [style.good, (text) => text])];
}

function resultText({ conditions, policy, part }: ObjectStatus): string {
  if (policy) return enforcedText(policy.enforced);
  const routes = part?.kind === 'listener' ? [`${part.attachedRoutes} ${part.attachedRoutes === 1 ? 'route' : 'routes'}`] : [];
  return [conditions.map(({ reason }) => reason).join(', '), ...routes].join(' · ');
}

function silentSection(statuses: readonly ObjectStatus[], style: Style): string[] {
  if (statuses.length === 0) return [];
  const objects = statuses.map(({ manifest: { namespace, kind, name } }) => ({ cells: [namespace, kind], name }));
  return [style.title('nothing is written'), ...nameLines(objects)];
}

function summary(refused: number, different: number, fine: number, silent: number): string {
  return [`${refused} refused`, `${different} not as the status says`, `${fine} fine`, `${silent} without conditions`].join(' · ');
}
