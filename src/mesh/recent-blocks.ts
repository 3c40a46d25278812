const SLOTS = 1024;
/** How far into a block it is told apart from others, and by how many of its characters. */
const LOOKED_AT = 256;
const STRIDE = 13;

const NEWLINE = 10;
/** Characters that a key begins with: a line that begins so continues no block before it. */
const BEGINS_KEY = /[A-Za-z]/;

/** A part of a text, and what it means. */
interface Block {
  /** Whole lines. */
  readonly text: string;
  readonly value: unknown;
}

/**
 * The blocks that were read lately, with what they mean. The objects of many namespaces have the same `spec`: it is found again without
 * being read, and is one value, which costs less memory, and less time to look at again.
 */
export class RecentBlocks {
  /** In each slot the last block that fell into it. */
  readonly #blocks = Array.from({ length: SLOTS }, (): Block => NO_BLOCK);

  /**
   * The block that begins at an offset.
   * @param start where a line begins
   * @param end where the document ends
   */
  public find(text: string, start: number, end: number): Block | undefined {
    const block = this.#blocks[slotOf(text, start, end)];
    const after = start + block.text.length;
    if (block === NO_BLOCK || after > end || text.slice(start, after) !== block.text) return undefined;
    return after === end || BEGINS_KEY.test(text[after]) ? block : undefined;
  }

  /**
   * Keeps a block.
   * @param start where it begins, as in `find`
   * @param after where the line behind it begins, or the document ends
   */
  public keep(text: string, start: number, after: number, end: number, value: unknown): void {
    // What the end of the text ends may go on elsewhere.
    if (text.charCodeAt(after - 1) === NEWLINE) this.#blocks[slotOf(text, start, end)] = { text: text.slice(start, after), value };
  }
}

const NO_BLOCK: Block = { text: '', value: undefined };

/** By some of its first characters: different blocks may meet in a slot, which only costs time. */
function slotOf(text: string, start: number, end: number): number {
  const last = Math.min(end, start + LOOKED_AT);
  let slot = 0;
  for (let at = start; at < last; at += STRIDE) slot = (31 * slot + text.charCodeAt(at)) % SLOTS;
  return slot;
}
