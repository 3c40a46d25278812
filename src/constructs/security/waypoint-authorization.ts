import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { AuthorizationPolicySpec } from '../../../imports/security.istio.io';
import { SECURITY_VERSION } from '../../istio/groups';
import { claimObjectName } from '../object-name';
import type { Condition } from './condition';
import { checkHasRules } from './has-rules';
import type { Operation } from './operation';
import type { PolicyTarget } from './policy-target';
import { checkEnforced, renderTargets } from './rendered-targets';
import type { Source } from './source';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** What a policy does with the requests that match one of its rules. */
export enum PolicyAction {
  /** Lets them pass, and refuses all others, unless another ALLOW policy lets them pass. */
  ALLOW = 'ALLOW',
  /** Refuses them, whatever ALLOW policies say. */
  DENY = 'DENY',
  /** Marks them for an audit log and decides nothing. */
  AUDIT = 'AUDIT',
  /** Asks an external authorizer, before DENY and ALLOW. */
  CUSTOM = 'CUSTOM',
}

/** A rule matches a request if one of the sources, one of the operations and all conditions do. Empty, it matches all. */
export interface AuthorizationRule {
  /** Who asks. @default - anybody */
  readonly sources?: Source[];
  /** What is asked for. @default - anything */
  readonly operations?: Operation[];
  /** What else must hold. @default - nothing */
  readonly conditions?: Condition[];
}

/** Properties of `WaypointAuthorization`. */
export interface WaypointAuthorizationProps {
  /** What the policy is about; at least one and at most 16, all in one namespace. */
  readonly targets: PolicyTarget[];
  /**
   * What to do with requests that match.
   * @default PolicyAction.ALLOW
   */
  readonly action?: PolicyAction;
  /**
   * The rules; a request matches if one of them does. At least one.
   * @default - none; then `allowNothing` must be set
   */
  readonly rules?: AuthorizationRule[];
  /**
   * Makes an ALLOW policy without rules: it refuses all requests that no other ALLOW policy lets pass.
   * @default false
   */
  readonly allowNothing?: boolean;
  /**
   * The external authorizer of a CUSTOM policy, as the MeshConfig names it (`extensionProviders`).
   * @default - none
   */
  readonly provider?: string;
  /**
   * The name of the AuthorizationPolicy.
   * @default - the id of the construct
   */
  readonly policyName?: string;
}

/**
 * An AuthorizationPolicy that waypoints enforce: it can look at requests (L7).
 *
 * The manifest lands in the namespace of its target, because Istio honours it nowhere else. For TCP ports the HTTP
 * fields of DENY rules are ignored, so that they refuse more than they seem to.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export class WaypointAuthorization extends Construct {
  /** The name of the AuthorizationPolicy. */
  public readonly policyName: string;
  /** The namespace of the AuthorizationPolicy. */
  public readonly policyNamespace: string;

  constructor(scope: Construct, id: string, props: WaypointAuthorizationProps) {
    super(scope, id);
    const action = props.action ?? PolicyAction.ALLOW;
    this.checkAction(action, props);
    const targets = renderTargets(this, props.targets);
    this.policyNamespace = targets[0].namespace;
    if (action !== PolicyAction.AUDIT) checkEnforced(this, targets);
    this.policyName = claimObjectName(this, {
      kind: 'AuthorizationPolicy', namespace: this.policyNamespace, name: props.policyName ?? id, property: 'policyName',
    });
    const spec: Plain<AuthorizationPolicySpec> = {
      targetRefs: targets.flatMap(({ refs }) => refs),
      action,
      ...(props.provider && { provider: { name: props.provider } }),
      ...(props.rules && { rules: props.rules.map((rule) => renderRule(this, rule)) }),
    };
    new ApiObject(this, 'Resource', {
      apiVersion: SECURITY_VERSION,
      kind: 'AuthorizationPolicy',
      metadata: { name: this.policyName, namespace: this.policyNamespace },
      spec,
    });
  }

  private checkAction(action: PolicyAction, props: WaypointAuthorizationProps): void {
    checkHasRules(this, action, props);
    if ((action === PolicyAction.CUSTOM) !== Boolean(props.provider)) {
      throw problem(this, action === PolicyAction.CUSTOM
        ? 'action CUSTOM has no "provider": write the name of an extension provider of the MeshConfig'
        : `action ${action} asks no "provider": remove it, or write PolicyAction.CUSTOM`);
    }
  }
}

function renderRule(scope: Construct, rule: AuthorizationRule) {
  for (const [field, list] of Object.entries(rule)) {
    if (Array.isArray(list) && list.length === 0) throw problem(scope, `a rule has an empty list "${field}": list at least one, or leave it out`);
  }
  return {
    ...(rule.sources && { from: rule.sources.map((source) => ({ source: source._renderSource(scope) })) }),
    ...(rule.operations && { to: rule.operations.map((operation) => ({ operation: operation._renderOperation(scope) })) }),
    ...(rule.conditions && { when: rule.conditions.map((condition) => condition._renderCondition(scope)) }),
  };
}
