/** A place in a file. Lines and columns count from 1, columns in UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The text of a file, which knows the line and column of each of its offsets. */
export class SourceFile {
  #lineStarts: number[] | undefined;

  /**
   * @param name as the user named it, or found below a folder that the user named
   * @param text without byte order mark
   */
  constructor(public readonly name: string, public readonly text: string) {}

  /** The place of an offset into the text. */
  public place(offset: number): Place {
    const starts = this.#lineStarts ??= lineStarts(this.text);
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
    const starts = this.#lineStarts ??= lineStarts(this.text);
    return starts[line - 1] + column - 1;
  }

  /** The text of a line, which is counted from 1, without its end. */
  public line(number: number): string {
    const starts = this.#lineStarts ??= lineStarts(this.text);
    return this.text.slice(starts[number - 1], starts[number]).replace(/\r?\n$/, '');
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
