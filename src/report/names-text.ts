import { columns } from './style';

/** How many names are listed where nothing is to be said of each. */
const NAMES_SHOWN = 12;

/** Names with commas between: the first ones, and how many more there are. */
export function namesText(names: readonly string[], shown = NAMES_SHOWN): string {
  const more = names.length - shown;
  return names.slice(0, shown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** A line for all objects that have the same cells, with their names as the last cell. */
export function nameLines(objects: readonly { readonly cells: readonly string[]; readonly name: string }[]): string[] {
  const groups = new Map<string, { cells: readonly string[]; names: string[] }>();
  for (const { cells, name } of objects) {
    const key = cells.join('\n');
    const group = groups.get(key) ?? { cells, names: [] };
    groups.set(key, group);
    group.names.push(name);
  }
  return columns([...groups.values()].map(({ cells, names }) => [...cells, namesText(names)]), '  ', [(text) => text]);
}
