import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ClosedScope } from './closed-scope';
import type { ZeroTrustProps } from './zero-trust-props';
import { ZtunnelAction, ZtunnelAuthorization } from './ztunnel-authorization';
import type { Consumer } from '../enrollment/consumers';
import { allConsumers, namespaceOf } from '../enrollment/consumers';
import { describe } from '../located-object';
import { fullNameOf } from '../waypoint/full-name';

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
  const isAdmitted = (consumer: Consumer) => admissions.some(({ namespace, spec }) =>
    [namespaceOf(consumer), ...closed].includes(namespace) && spec.includes(`"${consumer.waypoint.waypointPrincipal}"`));
  return [...missing.values()].filter((consumer) => !isAdmitted(consumer)).map(({ by, object, waypoint }) =>
    `closes the workloads behind waypoint ${fullNameOf(waypoint)}, which ${describe(object)} uses (by "${by.node.path}"), and nothing admits its identity: `
    + 'add it to "waypoints", or admit it with its enforceTraversal(…) or a ZtunnelAuthorization');
}

/** The policies of the app that admit somebody to workloads, as they are written. */
function admissionsOf({ node: { root } }: Construct): { readonly namespace: string; readonly spec: string }[] {
  return root.node.findAll().flatMap((construct) => {
    if (!(construct instanceof ZtunnelAuthorization)) return [];
    const { spec } = ApiObject.of(construct).toJson();
    return spec.action === ZtunnelAction.ALLOW ? [{ namespace: construct.policyNamespace, spec: JSON.stringify(spec) }] : [];
  });
}
