/** The generator of Park and Miller, "minimal standard" with the multiplier of 1993. */
const MODULUS = 2_147_483_647;
const MULTIPLIER = 48_271;

/** A source of random choices. Equal seeds give equal choices on every machine. */
export class Random {
  private state: number;

  public constructor(seed: number) {
    this.state = 1 + seed % (MODULUS - 1);
    // Neighbouring seeds begin with neighbouring numbers.
    for (let step = 0; step < 8; step++) this.float();
  }

  /** A number of (0, 1). */
  public float(): number {
    this.state = this.state * MULTIPLIER % MODULUS;
    return this.state / MODULUS;
  }

  /** A whole number of [0, below). */
  public int(below: number): number {
    return Math.floor(this.float() * below);
  }

  /** A whole number of [least, most]. */
  public between(least: number, most: number): number {
    return least + this.int(most - least + 1);
  }

  public chance(probability: number): boolean {
    return this.float() < probability;
  }

  /** One of the values; one that stands there twice is twice as likely. */
  public pick<T>(values: readonly T[]): T {
    return values[this.int(values.length)];
  }

  /** Between `least` and `most` different values, in the order in which they are given. */
  public some<T>(values: readonly T[], least: number, most: number): T[] {
    const chosen = new Set<number>();
    const size = Math.min(this.between(least, most), values.length);
    while (chosen.size < size) chosen.add(this.int(values.length));
    return values.filter((_, index) => chosen.has(index));
  }

  /** The value with that probability, else nothing: for `...random.maybe(0.1, () => ({ field: 1 }))`. */
  public maybe<T>(probability: number, make: () => T): T | undefined {
    return this.chance(probability) ? make() : undefined;
  }

  /** A list of `count` made values. */
  public list<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }
}
