import { RecentBlocks } from './recent-blocks';
import { RecentScalars } from './recent-scalars';

/** Characters that are rare and need a closer look: controls, carriage returns, tabs, line and paragraph separators, surrogates. */
const UNUSUAL = /[^\n\x20-\x7e\u00a1-\u2027\u2030-\ud7ff]/;

/** What was read lately: the documents of a mesh repeat most of it. */
export class RecentYaml {
  public readonly scalars = new RecentScalars();
  public readonly blocks = new RecentBlocks();
  #text = '';
  #isUsual = true;

  /** Whether a part of a text has usual characters only. A text is looked through once, for all its documents. */
  public isUsual(text: string, start: number, end: number): boolean {
    if (text !== this.#text) {
      this.#text = text;
      this.#isUsual = !UNUSUAL.test(text);
    }
    return this.#isUsual || !UNUSUAL.test(text.slice(start, end));
  }
}
