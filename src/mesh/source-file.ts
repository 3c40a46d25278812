/** A place in a file. Lines and columns count from 1, columns in UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The text of a file, which knows the line and column of each of its offsets. */
export class SourceFile {
  readonly #lineStarts = [0];
  /** The lines that begin below it are found: places are asked for one after the other, and most often of few. */
  #searched = 0;

  /**
   * @param name as the user named it, or found below a folder that the user named
   * @param text without byte order mark
   */
  constructor(public readonly name: string, public readonly text: string) {}

  /** The place of an offset into the text. */
  public place(offset: number): Place {
    const starts = this.#lineStartsTo(offset);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.name, line: low + 1, column: offset - starts[low] + 1 };
  }

  /** The offset of a place in this file. */
  public offset({ line, column }: Place): number {
    const starts = this.#lineStartsTo(this.text.length);
    return starts[line - 1] + column - 1;
  }

  /** The text of a line, which is counted from 1, without its end. */
  public line(number: number): string {
    const starts = this.#lineStartsTo(this.text.length);
    return this.text.slice(starts[number - 1], starts[number]).replace(/\r?\n$/, '');
  }

  /** The offsets at which lines begin: of all up to an offset, perhaps of more. */
  #lineStartsTo(offset: number): readonly number[] {
    while (this.#searched <= offset) {
      const end = this.text.indexOf('\n', this.#searched);
      this.#searched = end < 0 ? Infinity : end + 1;
      if (end >= 0) this.#lineStarts.push(end + 1);
    }
    return this.#lineStarts;
  }
}
