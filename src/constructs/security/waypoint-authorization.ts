import { Construct } from 'constructs';
import type { AuthorizationRule } from './authorization-rule';
import { renderRule } from './authorization-rule-manifest';
import { checkHasRules } from './has-rules';
import { policyAnnotations } from './policy-annotations';
import type { PolicyTarget } from './policy-target';
import { checkEnforced, checkHonoured, renderTargets } from './rendered-targets';
import type { AuthorizationPolicySpec } from '../../../imports/security.istio.io';
import { KGATEWAY_WAYPOINT_CLASS } from '../../istio/classes';
import { SECURITY_VERSION } from '../../istio/groups';
import { defineObject } from '../define-object';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** What a policy does with the requests that match one of its rules. An `ExternalAuthorization` asks somebody else. */
export enum PolicyAction {
  /** Lets them pass, and refuses all others, unless another ALLOW policy lets them pass. */
  ALLOW = 'ALLOW',
  /** Refuses them, whatever ALLOW policies say. */
  DENY = 'DENY',
  /** Marks them for an audit log and decides nothing. */
  AUDIT = 'AUDIT',
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
   * Whether the policy only pretends: the waypoint writes to its logs and metrics what it would have refused, and refuses nothing. Not for
   * AUDIT, which decides nothing anyway; at ztunnel there is no such thing.
   * @default false
   */
  readonly dryRun?: boolean;
  /**
   * What the policy is for, for who reads it in the cluster (annotation `kubernetes.io/description`).
   * @default - nothing
   */
  readonly description?: string;
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
    checkHonoured(this, targets, 'AuthorizationPolicies', [PolicyAction.ALLOW, PolicyAction.DENY].includes(action) ? READERS : []);
    const spec: Plain<AuthorizationPolicySpec> = {
      targetRefs: targets.flatMap(({ refs }) => refs),
      action,
      ...(props.rules && { rules: props.rules.map((rule) => renderRule(this, rule)) }),
    };
    const name = props.policyName ?? id;
    this.policyName = defineObject(this, 'Resource', {
      apiVersion: SECURITY_VERSION, kind: 'AuthorizationPolicy', namespace: this.policyNamespace, name, property: 'policyName', annotations: policyAnnotations(props),
    }, { spec }).name;
  }

  private checkAction(action: PolicyAction, props: WaypointAuthorizationProps): void {
    if (!Object.values(PolicyAction).includes(action)) {
      throw problem(this, `action "${action}" is none that a waypoint decides by itself: write ALLOW, DENY or AUDIT, or declare an ExternalAuthorization`);
    }
    checkHasRules(this, action, props);
    if (action === PolicyAction.AUDIT && props.dryRun) throw problem(this, 'is a dry run of AUDIT, which decides nothing: remove "dryRun", or write DENY or ALLOW');
  }
}

/**
 * Classes of other products whose waypoints enforce AuthorizationPolicies that allow or deny.
 * @see https://github.com/kgateway-dev/kgateway/pull/10920
 */
const READERS = [KGATEWAY_WAYPOINT_CLASS];
