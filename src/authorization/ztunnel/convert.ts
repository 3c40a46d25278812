import type { PolicyOperation, PolicyRule, PolicySource } from '../../mesh/kinds/istio-security';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { targetsOf } from '../attachment';
import { isDryRun } from '../dry-run';
import { PolicyAction } from '../policy-action';
import type { AuthorizationPolicy } from '../rbac';
import { actionOf } from '../rbac';
import { httpAttributesOf } from './http-attributes';
import type { L4_ATTRIBUTES, L4Condition } from './l4-condition';
import { l4Conditions } from './l4-condition';
import type { ZtunnelAlternative, ZtunnelPolicy, ZtunnelRule } from './ztunnel-policy';

/** What ztunnel gets of an AuthorizationPolicy, and what Istio says of it. */
export interface Conversion {
  /** Undefined: ztunnel gets nothing. */
  readonly policy?: ZtunnelPolicy;
  /** Istio's sentence; undefined: all is well, or the policy is for waypoints. */
  readonly problem?: string;
}

/**
 * Converts an AuthorizationPolicy for ztunnel. In an ALLOW policy a rule is dropped if it asks for anything of HTTP; in a DENY policy that part
 * is left out of the rule.
 * @see istio pilot/pkg/serviceregistry/ambient/authorization.go convertAuthorizationPolicy
 */
export function convertForZtunnel(mesh: MeshObjects, policy: AuthorizationPolicy): Conversion {
  if (isDryRun(policy)) return { problem: dryRunText(policy) };
  if (targetsOf(policy.body).length > 0) return {};
  const action = actionOf(policy);
  if (action !== PolicyAction.ALLOW && action !== PolicyAction.DENY) return { problem: `ztunnel does not support the ${action} action` };
  const http = [...new Set((policy.body.spec?.rules ?? []).flatMap(httpAttributesOf))].sort();
  const converted = convert(mesh, policy, action);
  return http.length > 0 ? { policy: converted, problem: httpText(mesh, http, converted) } : { policy: converted };
}

function convert(mesh: MeshObjects, source: AuthorizationPolicy, action: ZtunnelPolicy['action']): ZtunnelPolicy {
  const { namespace, name, body: { spec } } = source;
  const kept = (spec?.rules ?? []).map((rule, index) => ({ rule, index }))
    .filter(({ rule }) => action === 'DENY' || httpAttributesOf(rule).length === 0);
  const selector = spec?.selector?.matchLabels ?? {};
  return {
    namespace,
    name,
    action,
    scope: spec?.selector ? 'WORKLOAD_SELECTOR' : namespace === mesh.config.rootNamespace ? 'GLOBAL' : 'NAMESPACE',
    ...(Object.keys(selector).length > 0 && { selector }),
    rules: kept.map(({ rule, index }) => convertRule(rule, index, namespace)),
    source,
  };
}

/** @see istio pilot/pkg/serviceregistry/ambient/authorization.go handleRule */
function convertRule({ to = [], from = [], when = [] }: PolicyRule, index: number, namespace: string): ZtunnelRule {
  const clauses = [
    ...to.length > 0 ? [to.map(({ operation }) => operationConditions(operation))] : [],
    ...from.length > 0 ? [from.map(({ source }) => sourceConditions(source, namespace))] : [],
    ...when.map(({ key = '', values, notValues }) => {
      const attribute = BY_KEY.get(key);
      return [attribute ? l4Conditions(attribute, values, notValues, namespace) : []];
    }),
  ];
  return { index, clauses };
}

const BY_KEY: ReadonlyMap<string, keyof typeof L4_ATTRIBUTES> = new Map([
  ['source.ip', 'sourceIp'],
  ['source.namespace', 'namespace'],
  ['source.principal', 'principal'],
  ['destination.ip', 'destinationIp'],
  ['destination.port', 'destinationPort'],
]);

function operationConditions({ ports, notPorts }: PolicyOperation = {}): ZtunnelAlternative {
  return l4Conditions('destinationPort', ports, notPorts, '');
}

function sourceConditions(source: PolicySource = {}, namespace: string): ZtunnelAlternative {
  const { ipBlocks, notIpBlocks, namespaces, notNamespaces, serviceAccounts, notServiceAccounts, principals, notPrincipals } = source;
  const conditions: L4Condition[][] = [
    l4Conditions('sourceIp', ipBlocks, notIpBlocks, namespace),
    l4Conditions('namespace', namespaces, notNamespaces, namespace),
    l4Conditions('serviceAccount', serviceAccounts, notServiceAccounts, namespace),
    l4Conditions('principal', principals, notPrincipals, namespace),
  ];
  return conditions.flat();
}

/** Whether a rule can match at all: each of its clauses has an alternative that is not empty. */
export function canMatch({ clauses }: ZtunnelRule): boolean {
  return clauses.every((clause) => clause.some((alternative) => alternative.length > 0));
}

function dryRunText({ namespace, name }: AuthorizationPolicy): string {
  return `found policy "${namespace}/${name}" using dry-run annotation, but support for ambient dry-run authorizationPolicies isn't enabled`;
}

function httpText(mesh: MeshObjects, attributes: readonly string[], policy: ZtunnelPolicy): string {
  const found = attributes.join(', ');
  const head = mesh.supports('httpAttributesText')
    ? `ztunnel does not support HTTP attributes (found: ${found}). In ambient mode you must use a waypoint proxy to enforce HTTP rules.`
    : `ztunnel does not support HTTP rules (${found} require HTTP parsing), in ambient mode you must use waypoint proxy to enforce HTTP rules.`;
  return `${head} ${consequence(mesh, policy)}`;
}

/** Istio's words, which are not always true: up to 1.31 a DENY policy that does nothing is called more restrictive. */
function consequence(mesh: MeshObjects, { action, rules }: ZtunnelPolicy): string {
  if (action === 'ALLOW') return 'Within an ALLOW policy, rules matching HTTP attributes are omitted. This will be more restrictive than requested.';
  if (mesh.supports('ineffectiveDenyText') && !rules.some(canMatch)) return NO_EFFECT;
  return 'DENY policy with HTTP attributes is enforced without the HTTP rules. This will be more restrictive than requested.';
}

const NO_EFFECT = 'After omitting unsupported HTTP attributes, this DENY policy has no enforceable rules at ztunnel and will have no effect. ' +
  'Deploy a waypoint proxy and use a targetRef to enforce this policy.';
