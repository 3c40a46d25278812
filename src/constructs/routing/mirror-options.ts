/** How many requests are mirrored. At most one of the two. */
export interface MirrorOptions {
  /** In percent, 0 to 100. @default 100 */
  readonly percent?: number;
  /** As a fraction, finer than percent. @default - `percent` decides */
  readonly fraction?: MirrorFraction;
}

/** A fraction of the requests. */
export interface MirrorFraction {
  /** The numerator, at least 0. */
  readonly numerator: number;
  /** The denominator, at least 1 and not below the numerator. @default 100 */
  readonly denominator?: number;
}
