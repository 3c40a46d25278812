import type { Construct } from 'constructs';
import { checkHeaderName } from '../header-name';
import { problem } from '../problem';

/** The methods that an HTTPRoute can match. */
export enum HttpMethod {
  /** GET */
  GET = 'GET',
  /** HEAD */
  HEAD = 'HEAD',
  /** POST */
  POST = 'POST',
  /** PUT */
  PUT = 'PUT',
  /** DELETE */
  DELETE = 'DELETE',
  /** CONNECT */
  CONNECT = 'CONNECT',
  /** OPTIONS */
  OPTIONS = 'OPTIONS',
  /** TRACE */
  TRACE = 'TRACE',
  /** PATCH */
  PATCH = 'PATCH',
}

/** A path, or many. */
export class HttpPathMatch {
  /** Exactly this path. */
  public static exact(path: string): HttpPathMatch {
    return new HttpPathMatch('Exact', path);
  }

  /** This path and those below it; whole segments, so that `/a` does not match `/ab`. */
  public static prefix(path: string): HttpPathMatch {
    return new HttpPathMatch('PathPrefix', path);
  }

  /** Paths that match a regular expression (RE2) as a whole. */
  public static regex(expression: string): HttpPathMatch {
    return new HttpPathMatch('RegularExpression', expression);
  }

  private constructor(private readonly kind: 'Exact' | 'PathPrefix' | 'RegularExpression', private readonly value: string) {}

  /** @internal */
  public _render(scope: Construct) {
    if (this.kind !== 'RegularExpression' && !this.value.startsWith('/')) {
      throw problem(scope, `path "${this.value}" does not start with "/": write "/${this.value}"`);
    }
    return { type: this.kind, value: this.value };
  }
}

/** A header or a query parameter, by name and value. */
export class HttpValueMatch {
  /** Exactly this value. */
  public static exact(name: string, value: string): HttpValueMatch {
    return new HttpValueMatch('Exact', name, value);
  }

  /** Values that match a regular expression (RE2) as a whole. */
  public static regex(name: string, expression: string): HttpValueMatch {
    return new HttpValueMatch('RegularExpression', name, expression);
  }

  private constructor(
    private readonly kind: 'Exact' | 'RegularExpression',
    private readonly name: string,
    private readonly value: string,
  ) {}

  /** @internal */
  public _render(scope: Construct, what: string) {
    if (this.value === '') throw problem(scope, `a match has no value for "${this.name}": write one, or HttpValueMatch.regex(…, '.*') for any`);
    return { type: this.kind, name: checkHeaderName(scope, this.name, what), value: this.value };
  }
}

/** What a request must look like. All that is given must hold. */
export interface HttpMatch {
  /** The path. @default HttpPathMatch.prefix('/') */
  readonly path?: HttpPathMatch;
  /** The method. @default - any */
  readonly method?: HttpMethod;
  /** Headers; names do not depend on case. @default - any */
  readonly headers?: HttpValueMatch[];
  /** Query parameters. @default - any */
  readonly query?: HttpValueMatch[];
}
