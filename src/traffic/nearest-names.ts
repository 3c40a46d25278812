const SHOWN = 3;

/** Those of some names that are most like another, the most alike first; none if all differ too much. */
export function nearestNames(name: string, names: Iterable<string>): string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  return [...new Set(names)]
    .map((one) => ({ one, distance: distance(name, one, limit) }))
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

/** How many characters have to be changed, at most a little more than the limit. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length];
}
