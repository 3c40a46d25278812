import type { Maybe } from './truth';
import { unsaid } from './truth';

/** One header line. */
export type HeaderLine = readonly [name: string, value: string];

/** Headers of which Envoy makes one line, however often they are given. @see envoy source/common/http/header_map_impl.cc insertByKey */
const INLINE = new Set(['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-request-id', 'authorization', 'content-type', 'user-agent', 'via', 'te',
  'origin', 'access-control-request-method', 'access-control-request-headers', 'referer', 'cache-control', 'expect']);

/** The header lines of a request, in order. Names don't distinguish upper and lower case. */
export class Headers {
  readonly #lines: readonly HeaderLine[];
  readonly #isJoined: boolean;

  /**
   * @param isComplete false: there may be more headers than these
   * @param isJoined whether what matches a header sees all of its lines as one
   */
  constructor(lines: readonly HeaderLine[], public readonly isComplete: boolean = true, isJoined: boolean = false) {
    this.#lines = lines.map(([name, value]) => [name.toLowerCase(), value]);
    this.#isJoined = isJoined;
  }

  public get lines(): readonly HeaderLine[] {
    return this.#lines;
  }

  /**
   * The values of a header to be matched, one for each line unless they are joined; none: it is not there. Not known only if other headers
   * may be there.
   */
  public values(name: string): Maybe<readonly string[]> {
    const values = this.given(name);
    if (values.length === 0 && !this.isComplete) return unsaid(`header ${name.toLowerCase()}`);
    return this.#isJoined && values.length > 1 ? [values.join(',')] : values;
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
    return new Headers([...this.#lines, [name, value]], this.isComplete, this.#isJoined);
  }

  /** As Envoy has them: some headers are one line each. */
  public inline(): Headers {
    if (this.#lines.length < 2) return this;
    const repeated = this.names().filter((name) => INLINE.has(name) && this.given(name).length > 1);
    return repeated.reduce<Headers>((headers, name) => headers.without(name).with(name, this.given(name).filter(Boolean).join(',')), this);
  }

  /** As releases of Envoy before 1.38 match them: the lines of a header are one, with commas between. */
  public joined(): Headers {
    return new Headers(this.#lines, this.isComplete, true);
  }

  public without(name: string): Headers {
    const lower = name.toLowerCase();
    return new Headers(this.#lines.filter(([own]) => own !== lower), this.isComplete, this.#isJoined);
  }
}

/** What stands in the first lines of an HTTP request. */
export interface RequestLine {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly headers: Headers;
}

/** The values of a header; what stands in the first lines has names too. */
export function headerValues({ headers, host, method, path }: RequestLine, name: string): Maybe<readonly string[]> {
  switch (name.toLowerCase()) {
    case ':authority':
    case 'host':
      return [host];
    case ':method':
      return [method];
    case ':path':
      return [path];
    default:
      return headers.values(name);
  }
}
