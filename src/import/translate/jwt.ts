import { optionalDuration } from './duration';
import { targetsExpression } from './policy-target';
import type { Expression, Props } from '../../program/expression';
import { callOurs, list, optional, plain, struct } from '../../program/expression';
import { firstDifference } from '../canonical';
import type { Item } from '../item';
import { NotCovered, Stage } from '../item';
import { objectItem } from '../object-item';
import type { Scope } from '../scope';
import type { Fields, SourceObject } from '../source-object';

/** The policy that refuses requests without a token, and where it makes exceptions. */
export interface TokenPolicy {
  readonly policy: SourceObject;
  readonly publicPaths?: readonly string[];
  readonly ports?: readonly string[];
  readonly preflights: boolean;
}

/**
 * A RequestAuthentication as `WaypointJwt`, with the policy that requires its tokens. Labels for ingress gateways are those of objects, and
 * said with them.
 */
export function jwtItem(authentication: SourceObject, required: TokenPolicy | undefined, scope: Scope): Item {
  const { targetRefs, jwtRules = [] } = (authentication.body.spec ?? {}) as Fields;
  if (!targetRefs?.length) throw new NotCovered('it has no "targetRefs", and so is not for a waypoint');
  const item = objectItem(authentication, scope, {
    construct: 'WaypointJwt',
    stage: Stage.POLICY,
    suffix: 'jwt',
    nameProperty: 'policyName',
    props: {
      targets: targetsExpression(targetRefs, { scope, namespace: authentication.namespace }),
      issuers: list(jwtRules.map(issuerExpression)),
      ...(required ? exceptionProps(required) : { required: plain(false) }),
      ingress: plain(false),
    },
  });
  return required ? { ...item, objects: [...item.objects, required.policy.key] } : item;
}

function exceptionProps({ publicPaths, ports, preflights }: TokenPolicy): Props {
  return { publicPaths: optional(publicPaths), preflights: preflights ? plain(true) : undefined, ports: ports && plain(ports.map(Number)) };
}

/** Reads the policy that `WaypointJwt` writes beside a RequestAuthentication; undefined if it is another. */
export function tokenPolicyOf(authentication: SourceObject, policies: readonly SourceObject[]): TokenPolicy | undefined {
  const policy = policies.find(({ kind, namespace, name }) => kind === 'AuthorizationPolicy' && namespace === authentication.namespace
    && name === `${authentication.name}-required`);
  const spec: Fields = policy?.body.spec ?? {};
  if (!policy || !refusesWithoutToken(spec) || firstDifference(spec.targetRefs, authentication.body.spec?.targetRefs)) return undefined;
  const { notPaths: publicPaths, notMethods, ports } = spec.rules[0].to?.[0]?.operation ?? {};
  return { policy, publicPaths, ports, preflights: !firstDifference(notMethods, ['OPTIONS']) };
}

function refusesWithoutToken({ action, rules = [] }: Fields): boolean {
  return action === 'DENY' && rules.length === 1 && !firstDifference(rules[0].from, WITHOUT_TOKEN);
}

const WITHOUT_TOKEN = [{ source: { notRequestPrincipals: ['*'] } }];

function issuerExpression({ issuer = '', jwks, jwksUri, ...rest }: Fields): Expression {
  const { audiences, fromHeaders, fromParams, fromCookies, forwardOriginalToken, spaceDelimitedClaims } = rest;
  const { outputClaimToHeaders, outputPayloadToHeader, timeout } = rest;
  const options = struct({
    audiences: optional(audiences),
    fromHeaders: optional(fromHeaders),
    fromParams: optional(fromParams),
    fromCookies: optional(fromCookies),
    forwardOriginalToken: optional(forwardOriginalToken),
    claimsToHeaders: outputClaimToHeaders && plain(outputClaimToHeaders.map(({ claim, header }: Fields) => ({ claim, header }))),
    payloadToHeader: optional(outputPayloadToHeader),
    spaceDelimitedClaims: optional(spaceDelimitedClaims),
    timeout: optionalDuration(timeout),
  });
  const more = options.fields.length > 0 ? [options] : [];
  if (jwks !== undefined) return callOurs('JwtIssuer', 'jwks', plain(issuer), plain(jwks), ...more);
  if (jwksUri !== undefined) return callOurs('JwtIssuer', 'jwksUri', plain(issuer), plain(jwksUri), ...more);
  return callOurs('JwtIssuer', 'discovered', plain(issuer), ...more);
}
