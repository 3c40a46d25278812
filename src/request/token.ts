import { unsaid } from './truth';

/** What is wrong with a token, before anybody looks at its claims. */
export enum TokenFault {
  SIGNATURE = 'signature',
  EXPIRED = 'expired',
  NOT_YET_VALID = 'future',
  MALFORMED = 'malformed',
}

/** Where a request carries a token. */
export type TokenPlace =
  | { readonly kind: 'header'; readonly name: string; readonly prefix: string }
  | { readonly kind: 'cookie'; readonly name: string }
  | { readonly kind: 'query'; readonly name: string };

/** A JSON web token that a request carries. */
export interface Token {
  readonly place: TokenPlace;
  readonly claims: Claims;
  /** Undefined: it is well formed, signed by its issuer, and within its time. */
  readonly fault?: TokenFault;
}

/** The claims of a token. */
export class Claims {
  /** @param isComplete false: there may be more claims than these */
  constructor(public readonly values: Readonly<Record<string, unknown>>, private readonly isComplete: boolean = true) {}

  /** A claim, or one within it; undefined: it is not there, an Unknown: that is not known. */
  public at(path: readonly string[]): unknown {
    const [first, ...rest] = path;
    if (!Object.hasOwn(this.values, first)) return this.isComplete ? undefined : unsaid(`claim ${path.join('.')}`);
    return rest.reduce<unknown>((value, key) => childOf(value, key), this.values[first]);
  }

  /** The same with some claims in place of those of these names. */
  public with(values: Readonly<Record<string, unknown>>): Claims {
    return new Claims({ ...this.values, ...values }, this.isComplete);
  }
}

function childOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
