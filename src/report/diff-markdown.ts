import { summaryLine } from './diff-summary';
import { ACCESS_HEADINGS, accessLines, bindingText, clientsText, limitText, objectLines, targetText } from './diff-wording';
import { cell, code } from './markdown';
import type { AccessChange, AskingLimit } from '../diff/access-change';
import { AccessKind } from '../diff/access-change';
import type { MeshDiff } from '../diff/mesh-diff';
import type { ObjectChange } from '../diff/object-changes';
import { placeIn } from '../mesh/manifest';
import { refText } from '../mesh/object-ref';
import type { Problem } from '../mesh/problem';

/** The difference of two meshes for the comment on a pull request: access in a table, what it follows from folded away. */
export function diffMarkdown(diff: MeshDiff, problems: readonly Problem[]): string {
  return [
    `**waypoint diff**: ${cell(summaryLine(diff))}`,
    ...problemLines(problems),
    ...accessTable(diff.access),
    ...limitLines(diff.limits),
    ...folded('bindings', diff.bindings.map((binding) => [refText(binding.subject.manifest), binding.change, cell(bindingText(binding))])),
    ...folded('routes', diff.routes.map(objectRow)),
    ...folded('policies', diff.policies.map(objectRow)),
    '',
  ].join('\n');
}

function problemLines(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  return ['', ...problems.map(({ message, place }) =>
    `- could not read ${place ? code(`${place.file}:${place.line}:${place.column}`) : 'an object'}: ${cell(message)}`)];
}

function limitLines(limits: readonly AskingLimit[]): string[] {
  return limits.length > 0 ? ['', ...limits.map((limit) => `- not all was asked: ${cell(limitText(limit))}`)] : [];
}

const MARKS: Readonly<Record<AccessKind, string>> = {
  [AccessKind.GAINED]: '🔓',
  [AccessKind.UNGUARDED]: '⚠️',
  [AccessKind.LOST]: '⛔',
  [AccessKind.MOVED]: '↪️',
  [AccessKind.GUARDED]: '🛡️',
};

function accessTable(access: readonly AccessChange[]): string[] {
  if (access.length === 0) return [];
  const inOrder = (Object.keys(ACCESS_HEADINGS) as AccessKind[]).flatMap((kind) => access.filter((change) => change.kind === kind));
  const rows = inOrder.map((change) => {
    const what = accessLines(change).map(cell).join('<br>');
    return `| ${MARKS[change.kind]} ${cell(ACCESS_HEADINGS[change.kind])} | ${cell(targetText(change))} | ${cell(clientsText(change))} | ${what} |`;
  });
  return ['', '| access | of | for | what |', '|---|---|---|---|', ...rows];
}

function objectRow(change: ObjectChange): string[] {
  const manifest = (change.after ?? change.before)!;
  const place = placeIn(manifest);
  const [what, ...fields] = objectLines(change);
  const where = place ? `<br>${code(`${place.file}:${place.line}`)}` : '';
  return [`${refText(manifest)}`, change.change, [cell(what), ...fields.map(code)].join('<br>') + where];
}

/** @param rows object, change, and what, of which the last is Markdown */
function folded(heading: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(([object, change, what]) => `| ${cell(object)} | ${cell(change)} | ${what} |`);
  return ['', `<details><summary>${heading} (${rows.length})</summary>`, '', '| object | change | what |', '|---|---|---|', ...lines, '', '</details>'];
}
