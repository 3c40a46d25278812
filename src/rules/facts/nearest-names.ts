import { editDistance } from '../../mesh/edit-distance';

const MOST_NAMES = 3;

/** The names that somebody may have meant who wrote another one, the nearest first. */
export function nearestNames(written: string, names: readonly string[]): string[] {
  return names.map((name) => ({ name, distance: editDistance(written.toLowerCase(), name) }))
    .filter(({ name, distance }) => distance <= Math.max(2, name.length / 4))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_NAMES)
    .map(({ name }) => name);
}
