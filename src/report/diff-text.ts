import { summaryLine } from './diff-summary';
import { ACCESS_HEADINGS, accessLines, bindingText, clientsText, limitText, objectLines, targetText } from './diff-wording';
import type { Paint, Style } from './style';
import { columns, printable } from './style';
import type { AccessChange, AskingLimit } from '../diff/access-change';
import { AccessKind } from '../diff/access-change';
import type { BindingChange } from '../diff/binding-changes';
import type { MeshDiff } from '../diff/mesh-diff';
import type { ObjectChange } from '../diff/object-changes';
import { placeIn } from '../mesh/manifest';
import { refText } from '../mesh/object-ref';
import { subjectText } from '../registry/subject';

/** The difference of two meshes for people: what it means for clients, then what it follows from. */
export function diffText(diff: MeshDiff, style: Style): string {
  const sections = [
    ...Object.values(AccessKind).sort(byWeight).map((kind) => accessSection(diff.access, kind, style)),
    bindingSection(diff.bindings, style),
    objectSection('routes', diff.routes, style),
    objectSection('policies', diff.policies, style),
    limitSection(diff.limits, style),
    [summaryLine(diff)],
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const WEIGHTS = Object.keys(ACCESS_HEADINGS);

function byWeight(a: AccessKind, b: AccessKind): number {
  return WEIGHTS.indexOf(a) - WEIGHTS.indexOf(b);
}

function accessSection(access: readonly AccessChange[], kind: AccessKind, style: Style): string[] {
  const changes = access.filter((change) => change.kind === kind);
  if (changes.length === 0) return [];
  return [style.title(ACCESS_HEADINGS[kind]), ...changes.flatMap((change) => changeLines(change, paintOf(kind, style)))];
}

/** What makes a mesh more open is red. */
function paintOf(kind: AccessKind, style: Style): Paint {
  return kind === AccessKind.GAINED || kind === AccessKind.UNGUARDED || kind === AccessKind.LOST ? style.bad : style.good;
}

function changeLines(change: AccessChange, paint: Paint): string[] {
  const [answer, ...more] = accessLines(change);
  return [
    `  ${paint(printable(targetText(change)))}  ${printable(answer)}`,
    `      for ${printable(clientsText(change))}`,
    ...more.map((line) => `      ${printable(line)}`),
  ];
}

function bindingSection(bindings: readonly BindingChange[], style: Style): string[] {
  if (bindings.length === 0) return [];
  const rows = bindings.map((binding) => [subjectText(binding.subject), binding.change, bindingText(binding)]);
  return [style.title('bindings'), ...columns(rows, '  ', [(text) => text])];
}

function limitSection(limits: readonly AskingLimit[], style: Style): string[] {
  return limits.length > 0 ? [style.title('not all was asked'), ...limits.map((limit) => `  ${style.bad(printable(limitText(limit)))}`)] : [];
}

function objectSection(heading: string, objects: readonly ObjectChange[], style: Style): string[] {
  if (objects.length === 0) return [];
  return [style.title(heading), ...objects.flatMap((object) => {
    const manifest = (object.after ?? object.before)!;
    const place = placeIn(manifest);
    const where = place ? `  ${style.faint(printable(`${place.file}:${place.line}:${place.column}`))}` : '';
    const [change, ...fields] = objectLines(object);
    return [`  ${printable(`${refText(manifest)}  ${change}`)}${where}`, ...fields.map((line) => `      ${printable(line)}`)];
  })];
}
