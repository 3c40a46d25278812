import type { JwtRule } from '../mesh/kinds/istio-security';
import type { Token } from '../request/token';
import { TokenFault } from '../request/token';
import { isUnknown, unknown } from '../request/truth';
import type { Maybe } from '../request/truth';

/** What a rule for tokens says of a request's token, in the words of Envoy's `reason`. */
export enum TokenVerdict {
  VALID = 'OK',
  /** The rule does not look where the token is, or there is none. */
  MISSED = 'Jwt_is_missing',
  UNKNOWN_ISSUER = 'Jwt_issuer_is_not_configured',
  MALFORMED = 'Jwt_is_not_in_the_form_of_Header.Payload.Signature_with_two_dots_and_3_sections',
  UNREADABLE = 'Jwt_header_is_an_invalid_Base64url_encoded',
  EXPIRED = 'Jwt_is_expired',
  NOT_YET_VALID = 'Jwt_not_yet_valid',
  WRONG_AUDIENCE = 'Audiences_in_Jwt_are_not_allowed',
  WRONG_SIGNATURE = 'Jwt_verification_fails',
}

/**
 * Asks one rule about a token.
 * @see envoy source/extensions/filters/http/jwt_authn/authenticator.cc startVerify
 */
export function askProvider(rule: JwtRule, token: Token | null): Maybe<TokenVerdict> {
  if (!token || !readsFrom(rule, token)) return TokenVerdict.MISSED;
  const fault = formFault(rule, token);
  if (fault) return fault;
  const issuer = token.claims.at(['iss']);
  if (isUnknown(issuer)) return issuer;
  if (issuer !== rule.issuer) return TokenVerdict.UNKNOWN_ISSUER;
  if (token.fault === TokenFault.EXPIRED) return TokenVerdict.EXPIRED;
  if (token.fault === TokenFault.NOT_YET_VALID) return TokenVerdict.NOT_YET_VALID;
  return audienceVerdict(rule, token) ?? (token.fault ? TokenVerdict.WRONG_SIGNATURE : TokenVerdict.VALID);
}

/** What is wrong with the text that a rule takes for the token. */
function formFault(rule: JwtRule, token: Token): TokenVerdict | undefined {
  if (token.fault === TokenFault.MALFORMED) return TokenVerdict.MALFORMED;
  return readsPrefix(rule, token) ? TokenVerdict.UNREADABLE : undefined;
}

function audienceVerdict({ audiences }: JwtRule, { claims }: Token): Maybe<TokenVerdict> | undefined {
  if (!audiences?.length) return undefined;
  const claim = claims.at(['aud']);
  if (isUnknown(claim)) return unknown('claim aud');
  const wanted = audiences.map(plainAudience);
  const given = (Array.isArray(claim) ? claim : [claim]).filter((item): item is string => typeof item === 'string');
  return given.some((audience) => wanted.includes(plainAudience(audience))) ? undefined : TokenVerdict.WRONG_AUDIENCE;
}

/** Scheme and final slash of an audience don't count. */
function plainAudience(audience: string): string {
  return audience.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

type Places = Required<Pick<JwtRule, 'fromHeaders' | 'fromParams' | 'fromCookies'>>;

/** Where a rule looks that names no places. */
const USUAL_PLACES: Places = {
  fromHeaders: [{ name: 'Authorization', prefix: 'Bearer ' }],
  fromParams: ['access_token'],
  fromCookies: [],
};

/** Whether a rule looks where the token is. */
function readsFrom(rule: JwtRule, { place }: Token): boolean {
  const { fromHeaders, fromParams, fromCookies } = placesOf(rule);
  if (place.kind === 'cookie') return fromCookies.includes(place.name);
  if (place.kind === 'query') return fromParams.includes(place.name);
  return fromHeaders.some(({ name = '', prefix = '' }) =>
    name.toLowerCase() === place.name.toLowerCase() && place.prefix.includes(prefix));
}

/** Whether a rule takes what stands before the token for a part of it. */
function readsPrefix(rule: JwtRule, { place }: Token): boolean {
  if (place.kind !== 'header' || /^[\w-]*$/.test(place.prefix)) return false;
  return placesOf(rule).fromHeaders.some(({ name = '', prefix = '' }) => name.toLowerCase() === place.name.toLowerCase() && prefix === '');
}

function placesOf({ fromHeaders = [], fromParams = [], fromCookies = [] }: JwtRule): Places {
  return fromHeaders.length + fromParams.length + fromCookies.length > 0 ? { fromHeaders, fromParams, fromCookies } : USUAL_PLACES;
}
