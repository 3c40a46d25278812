import { askProvider, TokenVerdict } from './jwt-provider';
import type { JwtRule } from '../mesh/kinds/istio-security';
import { compareText } from '../mesh/object-ref';
import type { Headers } from '../request/headers';
import type { Claims, Token } from '../request/token';
import type { Maybe, Unknown } from '../request/truth';
import { both, isUnknown } from '../request/truth';

/** The parts of a request that can hold a token. */
export interface Carrier {
  readonly headers: Headers;
  readonly path: string;
}

/** What became of the token of a request. */
export type TokenCheck =
  | { readonly isRefused: false; readonly claims: Maybe<Claims | null>; readonly carrier: Carrier }
  | { readonly isRefused: true; readonly status: 401 | 403; readonly reason: TokenVerdict };

/**
 * Verifies the token of a request by the rules of all RequestAuthentications that apply. A request without token passes.
 * @param rules in the order in which the proxy asks them
 * @returns not known where the claims that decide are not
 * @see istio pilot/pkg/security/authn/policy_applier.go convertToEnvoyJwtConfig
 */
export function verifyToken(rules: readonly JwtRule[], token: Maybe<Token | null>, carrier: Carrier): Maybe<TokenCheck> {
  if (rules.length === 0) return { isRefused: false, claims: null, carrier };
  const clean = { ...carrier, headers: withoutOutputs(rules, carrier.headers) };
  if (isUnknown(token)) return { isRefused: false, claims: token, carrier: clean };
  const verdicts = rules.map((rule) => askProvider(rule, token));
  const valid = verdicts.indexOf(TokenVerdict.VALID);
  if (valid >= 0) return accept(rules[valid], token!, clean);
  const open = verdicts.filter(isUnknown).reduce<Unknown | undefined>((all, one) => all ? both(all, one) : one, undefined);
  if (open) return open;
  const reason = reasonOf(verdicts as TokenVerdict[]);
  if (reason === TokenVerdict.MISSED) return { isRefused: false, claims: null, carrier: clean };
  return { isRefused: true, status: reason === TokenVerdict.WRONG_AUDIENCE ? 403 : 401, reason };
}

/**
 * Of several verdicts the last counts that says more than that a token is missing or of another issuer.
 * @see envoy source/extensions/filters/http/jwt_authn/verifier.cc AnyVerifierImpl
 */
function reasonOf(verdicts: readonly TokenVerdict[]): TokenVerdict {
  const all = [...verdicts, verdicts.find((verdict) => verdict !== TokenVerdict.MISSED) ?? TokenVerdict.MISSED];
  return all.reduce((reason, verdict) =>
    (verdict !== TokenVerdict.MISSED && verdict !== TokenVerdict.UNKNOWN_ISSUER) || reason === TokenVerdict.MISSED ? verdict : reason,
  TokenVerdict.MISSED);
}

/** Nobody but the rules writes the headers that they write: what the client sends by their names is taken out, whatever its token. */
function withoutOutputs(rules: readonly JwtRule[], headers: Headers): Headers {
  const names = rules.flatMap(({ outputPayloadToHeader, outputClaimToHeaders = [] }) =>
    [outputPayloadToHeader, ...outputClaimToHeaders.map(({ header }) => header)]);
  return names.reduce<Headers>((rest, name) => name ? rest.without(name) : rest, headers);
}

/** Stands for the claims of a token as the token has them. */
const PAYLOAD_TEXT = 'PAYLOAD';

/** The first rule that takes a token decides what the request looks like afterwards. */
function accept(rule: JwtRule, token: Token, carrier: Carrier): TokenCheck {
  const claims = splitClaims(rule, token.claims);
  const { headers, path } = rule.forwardOriginalToken ? carrier : withoutToken(token, carrier);
  let changed = rule.outputPayloadToHeader ? headers.with(rule.outputPayloadToHeader, PAYLOAD_TEXT) : headers;
  for (const { header = '', claim = '' } of rule.outputClaimToHeaders ?? []) {
    const text = headerText(token.claims.at(claim.split('.')));
    if (text) changed = changed.without(header).with(header, text);
  }
  return { isRefused: false, claims, carrier: { headers: changed, path } };
}

/** Unless it is forwarded, a token is taken out of the request; a cookie stays. */
function withoutToken({ place }: Token, { headers, path }: Carrier): Carrier {
  if (place.kind === 'header') return { headers: headers.without(place.name), path };
  if (place.kind === 'cookie') return { headers, path };
  return { headers, path: withoutParameter(path, place.name) };
}

/**
 * To leave out a parameter Envoy writes the query anew: by name, and each with a sign of equality.
 * @see envoy source/common/http/utility.cc QueryParamsMulti
 */
function withoutParameter(path: string, name: string): string {
  const [plain, query = ''] = path.split(/\?(.*)/s);
  const parameters = query.replace(/&$/, '').split('&').map((text) => /^([^=]*)=?(.*)$/s.exec(text)!);
  const rest = parameters.filter(([, key]) => key !== name).sort(([, a], [, b]) => compareText(a, b)).map(([, key, value]) => `${key}=${value}`);
  return `${plain}${rest.length > 0 ? '?' : ''}${rest.join('&')}`;
}

const SPLIT_AT_BLANKS = ['permission', 'scope'];

/** Some claims are lists that are written as one text. */
function splitClaims({ spaceDelimitedClaims }: JwtRule, claims: Claims): Claims {
  const names = [...SPLIT_AT_BLANKS, ...spaceDelimitedClaims ?? []];
  const split = names.flatMap((name) => {
    const value = claims.at([name]);
    return typeof value === 'string' ? [[name, value.split(' ')] as const] : [];
  });
  return claims.with(Object.fromEntries(split));
}

/** @see envoy source/extensions/filters/http/jwt_authn/authenticator.cc addJWTClaimToHeader */
function headerText(value: unknown): string | undefined {
  if (isUnknown(value) || value === undefined || value === null) return undefined;
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'object' ? Buffer.from(JSON.stringify(value)).toString('base64') : String(value);
}

/** Only what is whole and not negative has no decimals. */
function numberText(value: number): string {
  if (!Number.isInteger(value)) return value.toFixed(6);
  return value >= 0 && value < 2 ** 64 ? String(BigInt(value)) : `${BigInt(value)}.000000`;
}
