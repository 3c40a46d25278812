import type { Guards } from './guards';
import type { Vocabulary } from './vocabulary';
import { UNNAMED, wildcardWitnesses } from './witness';
import type { PolicyRule } from '../mesh/kinds/istio-security';
import type { Manifest } from '../mesh/manifest';

/** Tokens, by their claims as JSON. */
export const TOKEN = 'token';

type Claims = Readonly<Record<string, unknown>>;

/** One claim that a condition asks for, by the way to it. */
interface WantedClaims { readonly alternatives: readonly Claims[] }

/** Takes up tokens: of each issuer one that nobody names, and for each rule those that it asks for. */
export function addTokens(vocabulary: Vocabulary, guards: Guards, isChanged: (manifest: Manifest) => boolean): void {
  const { atWaypoints, authentications } = guards;
  const issued = authentications.flatMap((one) => (one.body.spec?.jwtRules ?? []).map(({ issuer = '', audiences = [] }) =>
    ({ claims: { iss: issuer, sub: UNNAMED, ...(audiences.length > 0 && { aud: audiences[0] }) }, isNew: isChanged(one) })));
  for (const { claims, isNew } of issued) {
    vocabulary.add(TOKEN, [tokenText(claims)], isNew);
    for (const policy of atWaypoints) {
      const wanted = (policy.body.spec?.rules ?? []).flatMap(tokensFor);
      vocabulary.add(TOKEN, wanted.map((one) => tokenText(merge(claims, one))), isChanged(policy));
    }
  }
}

/** The claims that meet all that a rule asks of a token, each alternative of each condition once. */
function tokensFor(rule: PolicyRule): Claims[] {
  const conditions = conditionsOf(rule).filter(({ alternatives }) => alternatives.length > 0);
  const firsts = conditions.map(({ alternatives }) => alternatives[0]);
  return conditions.flatMap(({ alternatives }, index) => alternatives.map((one) =>
    firsts.reduce<Claims>((all, first, at) => merge(all, at === index ? one : first), {})));
}

function conditionsOf({ from = [], when = [] }: PolicyRule): WantedClaims[] {
  return [
    ...from.map(({ source: { requestPrincipals = [], notRequestPrincipals = [] } = {} }) =>
      ({ alternatives: [...requestPrincipals, ...notRequestPrincipals].map(principalClaims) })),
    ...when.map(({ key = '', values = [], notValues = [] }) =>
      ({ alternatives: [...values, ...notValues].flatMap((value) => claimsOfKey(key, value)) })),
  ];
}

/** The last slash is between issuer and subject. */
function principalClaims(principal: string): Claims {
  if (principal === '*') return {};
  const slash = principal.lastIndexOf('/');
  const [issuer, subject] = [principal.slice(0, slash), principal.slice(slash + 1)];
  return { ...(!issuer.startsWith('*') && { iss: issuer }), sub: wildcardWitnesses(subject)[0] };
}

function claimsOfKey(key: string, value: string): Claims[] {
  if (key === 'request.auth.principal') return [principalClaims(value)];
  if (key === 'request.auth.audiences') return wildcardWitnesses(value).map((aud) => ({ aud }));
  if (key === 'request.auth.presenter') return wildcardWitnesses(value).map((azp) => ({ azp }));
  const path = /^request\.auth\.claims(\[.+\])$/.exec(key)?.[1].slice(1, -1).split('][');
  return path ? wildcardWitnesses(value).map((text) => nested(path, text)) : [];
}

function nested(path: readonly string[], text: string): Claims {
  return path.reduceRight<unknown>((below, name) => ({ [name]: below }), text) as Claims;
}

function merge(base: Claims, more: Claims): Claims {
  return { ...base, ...more };
}

function tokenText(claims: Claims): string {
  return JSON.stringify(Object.fromEntries(Object.entries(claims).sort(([a], [b]) => a < b ? -1 : 1)));
}
