import type { Scalar } from './simple-scalars';
import { meaningOf } from './simple-scalars';

const SLOTS = 1024;
const LONGEST = 64;

/**
 * The plain scalars that were read lately, with what they mean. Manifests repeat most of their keys and many of their values: these are found
 * again without cutting them out of the text anew, and equal texts are one, which costs less memory, and less time to compare.
 */
export class RecentScalars {
  /** In each slot the last text that fell into it. */
  readonly #texts = Array.from({ length: SLOTS }, () => '');
  readonly #meanings: (Scalar | undefined)[] = Array.from({ length: SLOTS }, () => '');

  /** What a part of a text means, as `meaningOf` has it. */
  public meaningOf(text: string, start: number, end: number): Scalar | undefined {
    const length = end - start;
    if (length === 0 || length > LONGEST) return meaningOf(text.slice(start, end));
    const slot = slotOf(text, start, length);
    const known = this.#texts[slot];
    if (known.length !== length || !text.startsWith(known, start)) {
      const part = text.slice(start, end);
      this.#texts[slot] = part;
      this.#meanings[slot] = meaningOf(part);
    }
    return this.#meanings[slot];
  }
}

/** By the length and four characters: different texts may meet in a slot, which only costs time. */
function slotOf(text: string, start: number, length: number): number {
  const last = start + length - 1;
  const ends = text.charCodeAt(start) + 31 * text.charCodeAt(last);
  const inside = text.charCodeAt(Math.max(start, last - 1)) + 31 * text.charCodeAt(start + Math.trunc(length / 2));
  return (length + 31 * (ends + 961 * inside)) % SLOTS;
}
