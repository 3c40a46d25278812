import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ClosedScope } from './closed-scope';
import { podsBehind, selectsAll } from './pods-behind';
import type { ZeroTrustProps } from './zero-trust-props';
import { ZtunnelAction, ZtunnelAuthorization } from './ztunnel-authorization';
import type { AuthorizationPolicySpec } from '../../../imports/security.istio.io';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import type { Consumer } from '../enrollment/consumers';
import { allConsumers, namespaceOf } from '../enrollment/consumers';
import { describe } from '../located-object';
import type { Plain } from '../plain';
import { fullNameOf } from '../waypoint/full-name';
import type { IWaypoint } from '../waypoint/waypoint';

/** Problems of waypoints that the app uses in a closed scope, and that its workloads would refuse: nobody admits their identity. */
export function cutOffWaypoints(zeroTrust: Construct, { waypoints }: ZeroTrustProps, { isMesh, workloads }: ClosedScope): string[] {
  const admitted = new Set(waypoints.map(fullNameOf));
  const closed = workloads.map(({ namespace }) => namespace);
  const missing = new Map<string, Consumer>();
  for (const consumer of allConsumers(zeroTrust)) {
    const namespace = namespaceOf(consumer);
    const isClosed = (isMesh || closed.includes(namespace)) && consumer.object.kind !== 'ServiceEntry';
    if (isClosed && !admitted.has(fullNameOf(consumer.waypoint))) missing.set(`${fullNameOf(consumer.waypoint)} in ${namespace}`, consumer);
  }
  if (missing.size === 0) return [];
  const admissions = admissionsOf(zeroTrust);
  const rootNamespace = isMesh ? closed[0] : ROOT_NAMESPACE;
  const isAdmitted = (consumer: Consumer) => {
    const admitting = admissions.filter((admission) =>
      [namespaceOf(consumer), rootNamespace].includes(admission.namespace) && admits(admission, consumer.waypoint));
    const selectors = admitting.map(({ spec }) => spec.selector?.matchLabels ?? {});
    return selectors.length > 0 && podsBehind(consumer).every((pods) => selectors.some((selector) => selectsAll(selector, pods)));
  };
  return [...missing.values()].filter((consumer) => !isAdmitted(consumer)).map(({ by, object, waypoint }) =>
    `closes the workloads behind waypoint ${fullNameOf(waypoint)}, which ${describe(object)} uses (by "${by.node.path}"), and nothing admits its identity: `
    + 'add it to "waypoints", or admit it with its enforceTraversal(…) or a ZtunnelAuthorization');
}

/** A policy that admits somebody to workloads, as it is written. */
interface Admission {
  readonly namespace: string;
  readonly spec: Plain<AuthorizationPolicySpec>;
}

function admissionsOf({ node: { root } }: Construct): Admission[] {
  return root.node.findAll().flatMap((construct) => {
    if (!(construct instanceof ZtunnelAuthorization)) return [];
    const { spec } = ApiObject.of(construct).toJson();
    return spec.action === ZtunnelAction.ALLOW ? [{ namespace: construct.policyNamespace, spec }] : [];
  });
}

/** Whether a policy names a waypoint: by its identity, its namespace or its ServiceAccount. */
function admits({ namespace, spec }: Admission, { waypointPrincipal, waypointNamespace, serviceAccountName }: IWaypoint): boolean {
  if (JSON.stringify(spec).includes(`"${waypointPrincipal}"`)) return true;
  const accounts = [`${waypointNamespace}/${serviceAccountName}`, ...(namespace === waypointNamespace ? [serviceAccountName] : [])];
  return (spec.rules ?? []).flatMap((rule) => rule.from ?? []).some(({ source = {} }) =>
    source.namespaces?.includes(waypointNamespace) || source.serviceAccounts?.some((account) => accounts.includes(account)));
}
