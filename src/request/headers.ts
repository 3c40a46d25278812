import type { Maybe } from './truth';
import { unsaid } from './truth';

/** One header line. */
export type HeaderLine = readonly [name: string, value: string];

/** The header lines of a request, in order. Names don't distinguish upper and lower case. */
export class Headers {
  readonly #lines: readonly HeaderLine[];

  /** @param isComplete false: there may be more headers than these */
  constructor(lines: readonly HeaderLine[], public readonly isComplete: boolean = true) {
    this.#lines = lines.map(([name, value]) => [name.toLowerCase(), value]);
  }

  public get lines(): readonly HeaderLine[] {
    return this.#lines;
  }

  /** The values of a header, one for each line; none: it is not there. Not known only if other headers may be there. */
  public values(name: string): Maybe<readonly string[]> {
    const values = this.given(name);
    return values.length === 0 && !this.isComplete ? unsaid(`header ${name.toLowerCase()}`) : values;
  }

  /** The values of a header as far as they are given. */
  public given(name: string): readonly string[] {
    const lower = name.toLowerCase();
    return this.#lines.filter(([own]) => own === lower).map(([, value]) => value);
  }

  /** The names of the headers that are given, each once. */
  public names(): readonly string[] {
    return [...new Set(this.#lines.map(([name]) => name))];
  }

  /** Adds a line after those that are there. */
  public with(name: string, value: string): Headers {
    return new Headers([...this.#lines, [name, value]], this.isComplete);
  }

  public without(name: string): Headers {
    const lower = name.toLowerCase();
    return new Headers(this.#lines.filter(([own]) => own !== lower), this.isComplete);
  }
}
