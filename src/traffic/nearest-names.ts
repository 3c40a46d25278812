import { editDistance } from '../mesh/edit-distance';

const SHOWN = 3;

/** Those of some names that are most like another, the most alike first; none if all differ too much. */
export function nearestNames(name: string, names: Iterable<string>): string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  return [...new Set(names)]
    .filter((one) => Math.abs(one.length - name.length) <= limit)
    .map((one) => ({ one, distance: editDistance(name, one) }))
    .filter((candidate) => candidate.distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.one < b.one ? -1 : 1))
    .slice(0, SHOWN)
    .map(({ one }) => one);
}

/** A question after names that are alike, to be put after a message; `""` if there are none. */
export function didYouMean(name: string, names: Iterable<string>): string {
  return oneOfThem(nearestNames(name, names));
}

/** A question whether one of some names was meant, to be put after a message; `""` if there are none. */
export function oneOfThem(names: readonly string[]): string {
  return names.length > 0 ? `, did you mean ${names.join(' or ')}?` : '';
}
