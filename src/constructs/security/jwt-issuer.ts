import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkJwks, checkJwksUri } from './jwks';
import type { RequestAuthenticationSpecJwtRules } from '../../../imports/security.istio.io';
import { checkHeaderName } from '../header-name';
import { Istio } from '../istio';
import type { Plain } from '../plain';
import { problem } from '../problem';
import { wholeSeconds } from '../routing/duration';

/** A header in which a token comes. */
export interface JwtHeader {
  /** The name of the header. */
  readonly name: string;
  /** What stands before the token, such as `Bearer ` with its blank. @default - nothing */
  readonly prefix?: string;
}

/** A header that tells the service a claim of a valid token. */
export interface JwtClaimHeader {
  /** The claim; names with `.` between them lead to a nested one. It must be a text, a number or a boolean. */
  readonly claim: string;
  /** The name of the header: letters, digits, `-` and `_`; each once. What clients send in it does not get through. */
  readonly header: string;
}

/** Where tokens of an issuer are looked for, whom they must be for, and what becomes of them. */
export interface JwtIssuerOptions {
  /** One of these must be among the `aud` of a token. @default - any */
  readonly audiences?: string[];
  /**
   * Headers to look in.
   * @default - `Authorization: Bearer TOKEN`, unless parameters or cookies are named
   */
  readonly fromHeaders?: JwtHeader[];
  /**
   * Parameters of the query to look in.
   * @default - `access_token`, unless headers or cookies are named
   */
  readonly fromParams?: string[];
  /** Cookies to look in. @default - none */
  readonly fromCookies?: string[];
  /** Whether the service gets the token too. @default false */
  readonly forwardOriginalToken?: boolean;
  /** Claims that the service gets as headers. @default - none */
  readonly claimsToHeaders?: JwtClaimHeader[];
  /** A header in which the service gets the payload of the token, in base64url. @default - none */
  readonly payloadToHeader?: string;
  /**
   * Claims whose texts are lists with blanks between the items, beside `scope` and `permission`, which always are. Needs Istio 1.28.
   * @default - none
   */
  readonly spaceDelimitedClaims?: string[];
  /** How long istiod waits for the keys. @default - 5 seconds */
  readonly timeout?: Duration;
}

type Keys = Pick<Plain<RequestAuthenticationSpecJwtRules>, 'jwks' | 'jwksUri'>;

/** Who issues tokens, and the keys by which they are verified. */
export class JwtIssuer {
  /**
   * An issuer whose keys are at an address, which istiod asks, not the waypoint.
   * @param issuer the `iss` of its tokens
   * @param uri with `http://` or `https://`
   */
  public static jwksUri(issuer: string, uri: string, options: JwtIssuerOptions = {}): JwtIssuer {
    return new JwtIssuer(issuer, options, (scope) => ({ jwksUri: checkJwksUri(scope, uri) }));
  }

  /**
   * An issuer whose keys are written here.
   * @param issuer the `iss` of its tokens
   * @param jwks a JSON Web Key Set with public keys: `{"keys":[…]}`
   */
  public static jwks(issuer: string, jwks: string, options: JwtIssuerOptions = {}): JwtIssuer {
    return new JwtIssuer(issuer, options, (scope) => ({ jwks: checkJwks(scope, issuer, jwks) }));
  }

  /**
   * An issuer whose keys istiod finds by OpenID Connect discovery, at `<issuer>/.well-known/openid-configuration`.
   * @param issuer the `iss` of its tokens, which is an address
   */
  public static discovered(issuer: string, options: JwtIssuerOptions = {}): JwtIssuer {
    return new JwtIssuer(issuer, options, (scope) => {
      checkJwksUri(scope, issuer);
      return {};
    });
  }

  private constructor(
    private readonly issuer: string,
    private readonly options: JwtIssuerOptions,
    private readonly keys: (scope: Construct) => Keys,
  ) {}

  /** @internal */
  public _render(scope: Construct): Plain<RequestAuthenticationSpecJwtRules> {
    const { options, issuer } = this;
    if (issuer === '') throw problem(scope, 'an issuer has no name: write the "iss" of its tokens');
    checkOptions(scope, issuer, options);
    const timeout = wholeSeconds(scope, `the timeout of issuer "${issuer}"`, options.timeout);
    return {
      issuer,
      ...this.keys(scope),
      audiences: options.audiences,
      fromHeaders: options.fromHeaders?.map(({ name, prefix }) => ({ name, ...(prefix && { prefix }) })),
      fromParams: options.fromParams,
      fromCookies: options.fromCookies,
      forwardOriginalToken: options.forwardOriginalToken,
      outputClaimToHeaders: options.claimsToHeaders?.map(({ claim, header }) => ({ header, claim })),
      outputPayloadToHeader: options.payloadToHeader,
      spaceDelimitedClaims: options.spaceDelimitedClaims,
      timeout: timeout === undefined ? undefined : `${timeout}s`,
    };
  }
}

function checkOptions(scope: Construct, issuer: string, options: JwtIssuerOptions): void {
  const { audiences, fromHeaders, fromParams, fromCookies, claimsToHeaders = [], payloadToHeader, spaceDelimitedClaims } = options;
  if (spaceDelimitedClaims) Istio._require(scope, 'spaceDelimitedClaims', '"spaceDelimitedClaims"');
  checkNames(scope, issuer, {
    audiences,
    fromParams,
    fromCookies,
    spaceDelimitedClaims,
    fromHeaders: fromHeaders?.map(({ name }) => name),
    claimsToHeaders: options.claimsToHeaders?.map(({ claim }) => claim),
  });
  for (const { name } of fromHeaders ?? []) checkHeaderName(scope, name);
  checkHeaders(scope, issuer, [...claimsToHeaders.map(({ header }) => header), ...payloadToHeader === undefined ? [] : [payloadToHeader]]);
}

function checkNames(scope: Construct, issuer: string, lists: Record<string, readonly string[] | undefined>): void {
  for (const [field, names] of Object.entries(lists)) {
    if (names?.length === 0) throw problem(scope, `issuer "${issuer}" has an empty list "${field}": list at least one, or leave it out`);
    if (names?.includes('')) throw problem(scope, `issuer "${issuer}" has an empty name in "${field}": write a name`);
  }
}

function checkHeaders(scope: Construct, issuer: string, headers: readonly string[]): void {
  const seen = new Set<string>();
  for (const header of headers) {
    if (!HEADER.test(header)) throw problem(scope, `issuer "${issuer}" writes a header "${header}", which is none: write letters, digits, "-" and "_"`);
    if (seen.has(header.toLowerCase())) throw problem(scope, `issuer "${issuer}" writes the header "${header}" twice: write one header for each claim`);
    seen.add(header.toLowerCase());
  }
}

/** @see istio pkg/config/validation/validation.go ValidateStrictHTTPHeaderName */
const HEADER = /^[-_A-Za-z0-9]+$/;
