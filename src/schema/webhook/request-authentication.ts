import { parseRequestUrl } from '../cel/url';
import { goQuote } from '../go-text';
import { optionalDurationProblem } from './durations';
import type { Findings } from './problem';
import { each, error, errorAt, errorIf, warningIf } from './problem';
import type { Targeted } from './selectors';
import { targetFindings } from './selectors';

interface ClaimToHeader {
  readonly header?: string;
  readonly claim?: string;
}

interface JwtRule {
  readonly issuer?: string;
  readonly audiences?: readonly string[];
  readonly jwksUri?: string;
  /** Another name of `jwksUri`. */
  readonly jwks_uri?: string;
  readonly jwks?: string;
  readonly fromHeaders?: readonly { readonly name?: string }[];
  readonly fromParams?: readonly string[];
  readonly fromCookies?: readonly string[];
  readonly outputClaimToHeaders?: readonly ClaimToHeader[];
  readonly timeout?: string;
}

interface Spec extends Targeted {
  readonly jwtRules?: readonly JwtRule[];
}

/** @see istio pkg/config/validation/validation.go ValidateRequestAuthentication */
export function* requestAuthenticationFindings(spec: Spec): Findings {
  yield* targetFindings(spec);
  for (const [rule, path] of each(spec.jwtRules, 'spec.jwtRules')) {
    yield* keySourceFindings(rule, path);
    yield* emptyTextFindings(rule, path);
    for (const [claim, field] of each(rule.outputClaimToHeaders, `${path}.outputClaimToHeaders`)) yield* errorAt(field, claimProblem(claim));
    yield* errorAt(`${path}.timeout`, optionalDurationProblem(rule.timeout));
  }
}

function* keySourceFindings({ issuer, jwksUri, jwks_uri: otherUri, jwks }: JwtRule, path: string): Findings {
  const uri = jwksUri || otherUri;
  yield* errorIf(!issuer && !uri, path, 'issuer or jwksUri must be non-empty string');
  if (uri) yield* errorAt(`${path}.jwksUri`, schemeProblem(uri));
  if (jwks) yield* jwksFindings(jwks, `${path}.jwks`);
}

function schemeProblem(uri: string): string | undefined {
  const { scheme } = parseRequestUrl(uri);
  return /^https?$/.test(scheme) ? undefined : `URI scheme ${goQuote(scheme)} is not supported`;
}

function* jwksFindings(jwks: string, path: string): Findings {
  const keys = keysOf(jwks);
  if (!keys) return yield error(path, 'jwks parse error: not a JSON Web Key or a set of them');
  for (const [index, key] of keys.entries()) {
    const isPrivate = key.d !== undefined || key.kty === 'oct';
    yield* warningIf(isPrivate, path, `jwks key at index ${index} contains private key material; only public keys are used for verification`);
  }
}

/** What a key of each type must have. */
const KEY_FIELDS: Record<string, readonly string[] | undefined> = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'], oct: ['k'] };

type JsonWebKey = Readonly<Record<string, unknown>>;

/** The keys of a set, or the one key; undefined if it is neither. */
function keysOf(jwks: string): readonly JsonWebKey[] | undefined {
  try {
    const parsed = JSON.parse(jwks);
    const keys: readonly JsonWebKey[] = Array.isArray(parsed.keys) ? parsed.keys : [parsed];
    return keys.every((key) => KEY_FIELDS[String(key.kty)]?.every((field) => typeof key[field] === 'string')) ? keys : undefined;
  } catch {
    return undefined;
  }
}

function* emptyTextFindings({ audiences, fromHeaders, fromParams, fromCookies }: JwtRule, path: string): Findings {
  for (const [audience, field] of each(audiences, `${path}.audiences`)) yield* errorIf(audience === '', field, 'audience must be non-empty string');
  for (const [{ name }, field] of each(fromHeaders, `${path}.fromHeaders`)) {
    yield* errorIf(!name, `${field}.name`, 'location header name must be non-empty string');
  }
  for (const [name, field] of each(fromParams, `${path}.fromParams`)) yield* errorIf(name === '', field, 'location query must be non-empty string');
  for (const [name, field] of each(fromCookies, `${path}.fromCookies`)) yield* errorIf(name === '', field, 'cookie name must be non-empty string');
}

function claimProblem({ header, claim }: ClaimToHeader): string | undefined {
  if (!header || !claim) return 'outputClaimToHeaders header and claim value must be non-empty string';
  return /^[-_A-Za-z0-9]+$/.test(header) ? undefined : `header name ${header} is not a valid header name`;
}
