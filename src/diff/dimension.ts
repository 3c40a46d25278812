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

/** The combinations of values that are asked, out of all that there are. */
export interface Sample {
  readonly dimensions: readonly Dimension[];
  readonly points: readonly Point[];
  /** How many combinations there are. */
  readonly total: number;
}

/** Of larger products not all combinations are asked. */
const LARGEST_PRODUCT = 240;

/**
 * All combinations, or of many those of the first values of each dimension; and each value beyond these with what is first of the others,
 * and with what is usual of them.
 */
export function sampleOf(dimensions: readonly Dimension[]): Sample {
  const total = productOf(dimensions.map(({ values }) => values.length));
  const sizes = boundedSizes(dimensions);
  const whole = productPoints(sizes);
  if (whole.length === total) return { dimensions, points: whole, total };
  const bases: readonly Point[] = [dimensions.map(() => 0), dimensions.map(usualIndex)];
  const single = dimensions.flatMap(({ values }, at) => values.map((_, index) => index).slice(sizes[at])
    .flatMap((index) => bases.map((base) => base.map((usual, other) => other === at ? index : usual))));
  return { dimensions, points: distinct([...whole, ...single]), total };
}

function productOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

/** How many values of each dimension: of the longest the last ones are left out, until the product is small enough to be asked. */
function boundedSizes(dimensions: readonly Dimension[]): number[] {
  const sizes = dimensions.map(({ values }) => values.length);
  while (productOf(sizes) > LARGEST_PRODUCT) sizes[sizes.indexOf(Math.max(...sizes))]--;
  return sizes;
}

function productPoints(sizes: readonly number[]): Point[] {
  return sizes.reduce<Point[]>((points, size) => {
    const indexes = Array.from({ length: size }, (_, index) => index);
    return points.flatMap((point) => indexes.map((index) => [...point, index]));
  }, [[]]);
}

/** Where a dimension has what nothing names. */
function usualIndex({ values }: Dimension): number {
  return Math.max(0, values.findIndex(({ value, isOther }) => isOther || value === null));
}

function distinct(points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [point.join(), point])).values()];
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
