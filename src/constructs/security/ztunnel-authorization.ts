import { Construct } from 'constructs';
import type { ConnectionCondition } from './condition';
import { checkHasRules } from './has-rules';
import type { Peer } from './peer';
import { policyAnnotations } from './policy-annotations';
import { renderPorts } from './rule-fields';
import type { ZtunnelTarget } from './ztunnel-target';
import type { AuthorizationPolicySpec } from '../../../imports/security.istio.io';
import { SECURITY_VERSION } from '../../istio/groups';
import { defineObject } from '../define-object';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** What a policy at ztunnel does with the connections that match one of its rules. */
export enum ZtunnelAction {
  /** Lets them pass, and refuses all others, unless another ALLOW policy lets them pass. */
  ALLOW = 'ALLOW',
  /** Refuses them, whatever ALLOW policies say. */
  DENY = 'DENY',
}

/**
 * A rule matches a connection if one of the peers, the ports and all conditions do. Empty, it matches all. It has no
 * field that ztunnel cannot see: Istio would drop such a rule, or enforce something else.
 */
export interface ConnectionRule {
  /** Who connects. @default - anybody */
  readonly peers?: Peer[];
  /** Ports of the workload, not of its Service. @default - any */
  readonly ports?: number[];
  /** Ports of the workload that must not match. @default - none */
  readonly notPorts?: number[];
  /** What else must hold. @default - nothing */
  readonly conditions?: ConnectionCondition[];
}

/** Properties of `ZtunnelAuthorization`. */
export interface ZtunnelAuthorizationProps {
  /** The workloads to protect. */
  readonly target: ZtunnelTarget;
  /**
   * What to do with connections that match.
   * @default ZtunnelAction.ALLOW
   */
  readonly action?: ZtunnelAction;
  /**
   * The rules; a connection matches if one of them does. At least one.
   * @default - none; then `allowNothing` must be set
   */
  readonly rules?: ConnectionRule[];
  /**
   * Makes an ALLOW policy without rules: it refuses all connections that no other ALLOW policy lets pass.
   * @default false
   */
  readonly allowNothing?: boolean;
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
 * An AuthorizationPolicy that ztunnel enforces at the workload: it looks at connections (L4).
 *
 * Behind a waypoint ztunnel sees the identity of the waypoint, not that of the client. It knows neither external authorizers nor audits nor
 * dry runs.
 * @see https://istio.io/latest/docs/ambient/usage/l4-policy/
 */
export class ZtunnelAuthorization extends Construct {
  /** The name of the AuthorizationPolicy. */
  public readonly policyName: string;
  /** The namespace of the AuthorizationPolicy. */
  public readonly policyNamespace: string;

  constructor(scope: Construct, id: string, props: ZtunnelAuthorizationProps) {
    super(scope, id);
    const action = props.action ?? ZtunnelAction.ALLOW;
    this.checkAction(action, props);
    const { namespace, labels } = props.target._render(this);
    this.policyNamespace = namespace;
    const spec: Plain<AuthorizationPolicySpec> = {
      ...(labels && { selector: { matchLabels: labels } }),
      action,
      ...(props.rules && { rules: props.rules.map((rule) => renderRule(this, rule)) }),
    };
    const name = props.policyName ?? id;
    this.policyName = defineObject(this, 'Resource', {
      apiVersion: SECURITY_VERSION, kind: 'AuthorizationPolicy', namespace, name, property: 'policyName', annotations: policyAnnotations(props),
    }, { spec }).name;
  }

  private checkAction(action: ZtunnelAction, props: ZtunnelAuthorizationProps): void {
    if (!Object.values(ZtunnelAction).includes(action)) {
      throw problem(this, `action "${action}" is unknown to ztunnel, which would ignore the policy: write ALLOW or DENY, or declare a WaypointAuthorization`);
    }
    if ('dryRun' in props) throw problem(this, 'has "dryRun", but ztunnel would not get the policy at all, or enforce it: try it at a waypoint, with a WaypointAuthorization');
    checkHasRules(this, action, props);
  }
}

const RULE_FIELDS = ['peers', 'ports', 'notPorts', 'conditions'];

function renderRule(scope: Construct, rule: ConnectionRule) {
  checkRule(scope, rule);
  const ports = {
    ...(rule.ports && { ports: renderPorts(scope, rule.ports) }),
    ...(rule.notPorts && { notPorts: renderPorts(scope, rule.notPorts) }),
  };
  return {
    ...(rule.peers && { from: rule.peers.map((peer) => ({ source: peer._renderPeer(scope) })) }),
    ...(Object.keys(ports).length > 0 && { to: [{ operation: ports }] }),
    ...(rule.conditions && { when: rule.conditions.map((condition) => condition._renderConnectionCondition(scope)) }),
  };
}

/** The compiler refuses most of this; languages without types do not. */
function checkRule(scope: Construct, rule: ConnectionRule): void {
  const needsWaypoint = 'ztunnel cannot see that, and Istio would drop the rule or enforce something else: declare a WaypointAuthorization';
  for (const [field, value] of Object.entries(rule)) {
    if (!RULE_FIELDS.includes(field)) throw problem(scope, `a rule has "${field}": ${needsWaypoint}`);
    if (Array.isArray(value) && value.length === 0) throw problem(scope, `a rule has an empty list "${field}": list at least one, or leave it out`);
  }
  if (rule.peers?.some((peer) => typeof peer._renderPeer !== 'function')) {
    throw problem(scope, `a peer is not made by Peer: ${needsWaypoint}`);
  }
  if (rule.conditions?.some((condition) => typeof condition._renderConnectionCondition !== 'function')) {
    throw problem(scope, `a condition is not made by ConnectionCondition: ${needsWaypoint}`);
  }
}
