import { Construct } from 'constructs';
import { renderRule } from './authorization-rule-manifest';
import type { Condition } from './condition';
import { noteProvider } from './external-providers';
import type { Operation } from './operation';
import type { PolicyTarget } from './policy-target';
import { checkEnforced, checkHonoured, renderTargets } from './rendered-targets';
import { Source } from './source';
import type { AuthorizationPolicySpec } from '../../../imports/security.istio.io';
import { SECURITY_VERSION } from '../../istio/groups';
import { defineObject } from '../define-object';
import type { Plain } from '../plain';
import { problem } from '../problem';

/**
 * Requests about which an external authorizer is asked. All that is given must match. It has nothing on who asks, by certificate or by token:
 * Istio refuses such a policy, because the authorizer is asked before the proxy looks at either.
 */
export interface ExternalAuthorizationRule {
  /** What is asked for. @default - anything */
  readonly operations?: Operation[];
  /** What else must hold, of headers, addresses, ports and the like. @default - nothing */
  readonly conditions?: Condition[];
  /** Addresses or CIDR blocks of the caller. @default - any */
  readonly remoteIpBlocks?: string[];
  /** Addresses or CIDR blocks that must not match. @default - none */
  readonly notRemoteIpBlocks?: string[];
}

/** Properties of `ExternalAuthorization`. */
export interface ExternalAuthorizationProps {
  /** Whose requests are asked about; at least one and at most 16, all in one namespace. */
  readonly targets: PolicyTarget[];
  /** The authorizer, as MeshConfig names it in `extensionProviders`. */
  readonly provider: string;
  /**
   * The requests that are asked about: those that match one of the rules.
   * @default - all
   */
  readonly rules?: ExternalAuthorizationRule[];
  /**
   * The name of the AuthorizationPolicy.
   * @default - the id of the construct
   */
  readonly policyName?: string;
}

/**
 * Lets an external service decide about requests at a waypoint (action CUSTOM), before other policies do. What it lets pass they can still
 * refuse.
 *
 * MeshConfig must have the provider: else the waypoint refuses what the rules match. One that speaks HTTP (`envoyExtAuthzHttp`) is not
 * asked about connections to ports that are not HTTP, which pass; one that speaks gRPC is. There is no such policy at ztunnel, and no dry
 * run of one, since the service would be asked all the same.
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-custom/
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { ExternalAuthorization, NamespaceWaypoint, Operation, PolicyTarget } from 'cdk8s-waypoint';
 *
 * const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
 * const waypoint = new NamespaceWaypoint(chart, 'waypoint');
 * new ExternalAuthorization(chart, 'ask-opa', {
 *   targets: [PolicyTarget.waypoint(waypoint)],
 *   provider: 'opa',
 *   rules: [{ operations: [Operation.of({ notPaths: ['/health'] })] }],
 * });
 */
export class ExternalAuthorization extends Construct {
  /** The name of the AuthorizationPolicy. */
  public readonly policyName: string;
  /** The namespace of the AuthorizationPolicy. */
  public readonly policyNamespace: string;

  constructor(scope: Construct, id: string, props: ExternalAuthorizationProps) {
    super(scope, id);
    const { provider, rules = [{}] } = props;
    if (!provider) throw problem(this, 'has no "provider": write the name of an extension provider of the MeshConfig');
    if (rules.length === 0) throw problem(this, 'has no rules, so nothing is asked about: list at least one in "rules", or leave it out to ask about all');
    const targets = renderTargets(this, props.targets);
    checkEnforced(this, targets);
    checkHonoured(this, targets, 'AuthorizationPolicies');
    noteProvider(this, provider, targets);
    this.policyNamespace = targets[0].namespace;
    const spec: Plain<AuthorizationPolicySpec> = {
      targetRefs: targets.flatMap(({ refs }) => refs),
      action: 'CUSTOM',
      provider: { name: provider },
      rules: rules.map((rule) => this.renderRule(rule)),
    };
    const name = props.policyName ?? id;
    this.policyName = defineObject(this, 'Resource', {
      apiVersion: SECURITY_VERSION, kind: 'AuthorizationPolicy', namespace: this.policyNamespace, name, property: 'policyName',
    }, { spec }).name;
  }

  private renderRule({ operations, conditions, remoteIpBlocks, notRemoteIpBlocks }: ExternalAuthorizationRule) {
    const late = conditions?.find(({ _key: key }) => DECIDED_LATER.test(key));
    if (late) {
      throw problem(this, `a rule has the condition "${late._key}", which Istio refuses beside a provider: it is asked before that is known. `
        + 'Leave it to the provider, or to a WaypointAuthorization');
    }
    const sources = remoteIpBlocks ?? notRemoteIpBlocks ? [Source.of({ remoteIpBlocks, notRemoteIpBlocks })] : undefined;
    return renderRule(this, { operations, conditions, ...(sources && { sources }) });
  }
}

/** @see istio pkg/config/validation/validation.go ValidateAuthorizationPolicy */
const DECIDED_LATER = /^(source\.(namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/;
