import { Construct } from 'constructs';
import type { JwtIssuer } from './jwt-issuer';
import { Operation } from './operation';
import type { PolicyTarget } from './policy-target';
import type { RenderedTarget } from './rendered-target';
import { checkEnforced, checkHonoured, renderTargets } from './rendered-targets';
import { Source } from './source';
import { PolicyAction, WaypointAuthorization } from './waypoint-authorization';
import type { RequestAuthenticationSpec } from '../../../imports/security.istio.io';
import { SECURITY_VERSION } from '../../istio/groups';
import { claim } from '../claims';
import { defineObject } from '../define-object';
import { declareIngress, demandIngress } from '../enrollment/ingress-label';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** Properties of `WaypointJwt`. */
export interface WaypointJwtProps {
  /** Whose requests need a token; at least one and at most 16, all in one namespace. */
  readonly targets: PolicyTarget[];
  /** Whose tokens count; a request needs one of any of them. At least one. */
  readonly issuers: JwtIssuer[];
  /**
   * Whether traffic from an Istio ingress gateway takes the waypoint too, and so needs a token: the label
   * `istio.io/ingress-use-waypoint` on targets that are Services or ServiceEntries, and on what this app enrolls with targets that are
   * waypoints. Write false where the ingress gateway looks at tokens itself; for every waypoint of the mesh it must be false.
   * @default true
   */
  readonly ingress?: boolean;
  /**
   * Whether a request without a token is refused; a token needs `iss` and `sub`. Otherwise only wrong tokens are.
   * @default true
   */
  readonly required?: boolean;
  /**
   * Paths for which no token is needed; `*` at one end. A wrong token is refused there too.
   * @default - none
   */
  readonly publicPaths?: string[];
  /**
   * Whether preflights of browsers get through, that is requests with the method OPTIONS: browsers send no token with them. The policy is
   * asked before the CORS filter of a route could answer.
   * @default false
   */
  readonly preflights?: boolean;
  /**
   * The ports of the Services for which a token is needed. Ports that are not HTTP have no tokens: connections to them are refused unless
   * this names others.
   * @default - all
   */
  readonly ports?: number[];
  /**
   * The name of the RequestAuthentication; that of the AuthorizationPolicy is the same with `-required`.
   * @default - the id of the construct
   */
  readonly policyName?: string;
}

/**
 * Tokens (JWT) at a waypoint: which are valid, that a request needs one, and that requests from ingress gateways do not go past the
 * waypoint. Each of the three alone would leave a way around the other two.
 *
 * What a token allows is for a `WaypointAuthorization` to say, by `Source.requestPrincipals` and `Condition.claim`. Issuers of a waypoint
 * and those of a Service behind it add up.
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { JwtIssuer, NamespaceWaypoint, ObjectRef, PolicyTarget, WaypointJwt } from 'cdk8s-waypoint';
 *
 * const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
 * new NamespaceWaypoint(chart, 'waypoint');
 * new WaypointJwt(chart, 'tokens', {
 *   targets: [PolicyTarget.service(ObjectRef.service('cart'))],
 *   issuers: [JwtIssuer.jwksUri('https://login.example.com', 'https://login.example.com/keys', { audiences: ['shop'] })],
 *   publicPaths: ['/health'],
 * });
 */
export class WaypointJwt extends Construct {
  /** The name of the RequestAuthentication. */
  public readonly policyName: string;
  /** The namespace of the RequestAuthentication. */
  public readonly policyNamespace: string;

  constructor(scope: Construct, id: string, props: WaypointJwtProps) {
    super(scope, id);
    const targets = renderTargets(this, props.targets);
    this.check(props, targets);
    this.claimTargets(targets);
    this.policyNamespace = targets[0].namespace;
    this.policyName = this.defineAuthentication(props.policyName ?? id, props.issuers, targets);
    if (props.required ?? true) this.requireToken(props);
    if (props.ingress ?? true) this.takeIngress(targets);
  }

  private check(props: WaypointJwtProps, targets: readonly RenderedTarget[]): void {
    if (props.issuers.length === 0) throw problem(this, 'has no issuers, so no token would be valid: list at least one in "issuers"');
    checkEnforced(this, targets);
    checkHonoured(this, targets, 'RequestAuthentications');
    const { publicPaths, ports, preflights } = props;
    for (const [property, value] of Object.entries({ publicPaths, ports, preflights })) {
      if (!value) continue;
      if (Array.isArray(value) && value.length === 0) throw problem(this, `has an empty list "${property}": list at least one, or leave it out`);
      if (props.required === false) throw problem(this, `has "${property}", and requires no token anywhere: remove it, or "required: false"`);
    }
  }

  private claimTargets(targets: readonly RenderedTarget[]): void {
    for (const { namespace, refs } of targets) {
      for (const { kind, name } of refs) {
        const other = claim(this, `JWT issuers of ${kind} ${namespace}/${name}`);
        if (other) {
          throw problem(this, `${kind} ${namespace}/${name} has JWT issuers already, by "${other.node.path}": each set would let the tokens of the other pass, `
            + 'so list all issuers in one of the two and remove the other');
        }
      }
    }
  }

  private defineAuthentication(name: string, issuers: readonly JwtIssuer[], targets: readonly RenderedTarget[]): string {
    const spec: Plain<RequestAuthenticationSpec> = {
      targetRefs: targets.flatMap(({ refs }) => refs),
      jwtRules: issuers.map((issuer) => issuer._render(this)),
    };
    return defineObject(this, 'Resource', {
      apiVersion: SECURITY_VERSION, kind: 'RequestAuthentication', namespace: this.policyNamespace, name, property: 'policyName',
    }, { spec }).name;
  }

  /** A policy that denies, as one that allows would let pass what others don't. */
  private requireToken({ targets, publicPaths, ports, preflights }: WaypointJwtProps): void {
    const isLimited = publicPaths ?? ports ?? preflights;
    new WaypointAuthorization(this, 'required', {
      targets,
      action: PolicyAction.DENY,
      rules: [{
        sources: [Source.of({ notRequestPrincipals: ['*'] })],
        ...(isLimited && { operations: [Operation.of({ notPaths: publicPaths, notMethods: preflights ? ['OPTIONS'] : undefined, ports })] }),
      }],
      policyName: `${this.policyName}-required`,
    });
  }

  private takeIngress(targets: readonly RenderedTarget[]): void {
    for (const { object, waypoint } of targets) {
      if (waypoint) {
        demandIngress(this, waypoint);
      } else if (object) {
        declareIngress(this, [object._at(this)]);
      } else {
        throw problem(this, 'is for every waypoint, and can\'t tell which objects use them: write "ingress: false", and "ingress: true" where objects are enrolled');
      }
    }
  }
}
