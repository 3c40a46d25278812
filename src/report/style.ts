/** Colours a text. */
export type Paint = (text: string) => string;

/** Colours of text output. */
export interface Style {
  readonly title: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly faint: Paint;
}

/** Colours for a terminal, by their SGR codes: the one that begins and the one that ends. */
export const COLOURED: Style = { title: paint(1, 22), good: paint(32, 39), bad: paint(31, 39), faint: paint(2, 22) };

const same: Paint = (text) => text;

/** Text as it is, for files and pipes. */
export const PLAIN: Style = { title: same, good: same, bad: same, faint: same };

function paint(begin: number, end: number): Paint {
  return (text) => `\u001b[${begin}m${text}\u001b[${end}m`;
}

/** A text for a terminal: characters that it would act upon, or that reorder what is shown, as escapes. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}

/**
 * Rows of cells as lines, the cells of a column under each other.
 * @param paints colours of the columns, the last for all that follow
 */
export function columns(rows: readonly (readonly string[])[], indent: string, paints: readonly Paint[]): string[] {
  const texts = rows.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of texts) row.forEach((cell, index) => widths[index] = Math.max(widths[index] ?? 0, cell.length));
  return texts.map((row) => indent + row.map((cell, index) => {
    const padded = index === row.length - 1 ? cell : cell.padEnd(widths[index]);
    return (paints[index] ?? paints[paints.length - 1])(padded);
  }).join('  '));
}
