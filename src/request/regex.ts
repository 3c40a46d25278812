import { goRegExp } from '../istio/go-regexp';

/** A regular expression as Envoy uses it. */
export class Regex {
  readonly #whole: RegExp;
  readonly #anywhere: RegExp;

  /** @throws SyntaxError for a pattern that is no regular expression, or can't be written in JavaScript */
  constructor(pattern: string) {
    this.#whole = goRegExp(pattern, true);
    const { source, flags } = goRegExp(pattern);
    this.#anywhere = new RegExp(source, `${flags}g`);
  }

  /** Whether it matches the whole text. */
  public matches(text: string): boolean {
    return this.#whole.test(text);
  }

  /** The text with all that it matches replaced; `\1` in the substitution is what its first group matched. */
  public replace(text: string, substitution: string): string {
    return text.replace(this.#anywhere, substitution.replaceAll('$', '$$$$').replace(/\\(\d)/g, (_, group) => group === '0' ? '$&' : `$${group}`));
  }
}

/** A pattern that matches a text and nothing else. */
export function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
