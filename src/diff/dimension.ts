/** One thing in which requests differ, and the values that are asked. */
export interface Dimension {
  /** In words: `method`, `path`, `header x-team`. */
  readonly what: string;
  readonly values: readonly DimensionValue[];
}

/** One value of a dimension. */
export interface DimensionValue {
  /** Null: there is none of it in the request. */
  readonly value: string | null;
  /** Whether it stands for all that nothing names. */
  readonly isOther: boolean;
}

/** One value for each dimension, by their indexes. */
export type Point = readonly number[];

/** Of larger products some values are left out. */
const LARGEST_PRODUCT = 240;

/** Leaves out values, the last of the longest dimension first, until the product is small enough to be asked. */
export function bounded(dimensions: readonly Dimension[]): Dimension[] {
  const sizes = dimensions.map(({ values }) => values.length);
  while (sizes.reduce((product, size) => product * size, 1) > LARGEST_PRODUCT) sizes[sizes.indexOf(Math.max(...sizes))]--;
  return dimensions.map(({ what, values }, index) => ({ what, values: values.slice(0, sizes[index]) }));
}

/** All combinations of values. */
export function pointsOf(dimensions: readonly Dimension[]): Point[] {
  return dimensions.reduce<Point[]>((points, { values }) => points.flatMap((point) => values.map((_, index) => [...point, index])), [[]]);
}

/** Points that have all combinations of some values of each dimension. */
export type Box = readonly (readonly number[])[];

/** Puts points together into few boxes. */
export function boxesOf(points: readonly Point[]): Box[] {
  let boxes: Box[] = points.map((point) => point.map((index) => [index]));
  for (let dimension = 0; dimension < (points[0]?.length ?? 0); dimension++) boxes = mergeAlong(boxes, dimension);
  return boxes;
}

/** Boxes that differ in one dimension only are one. */
function mergeAlong(boxes: readonly Box[], dimension: number): Box[] {
  const merged = new Map<string, Box>();
  for (const box of boxes) {
    const key = JSON.stringify(box.map((indexes, at) => at === dimension ? null : indexes));
    const same = merged.get(key);
    const joined = same && box.map((indexes, at) => at === dimension ? [...same[at], ...indexes].sort((a, b) => a - b) : indexes);
    merged.set(key, joined ?? box);
  }
  return [...merged.values()];
}
