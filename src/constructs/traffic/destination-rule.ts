import type { Construct } from 'constructs';
import type { DestinationRuleSpec, DestinationRuleSpecTrafficPolicy } from '../../../imports/networking.istio.io';
import { NETWORKING_VERSION } from '../../istio/groups';
import { claimAlone } from '../claims';
import { defineObject } from '../define-object';
import type { ObjectName } from '../object-name';
import type { Plain } from '../plain';

/** Where DestinationRules go: the id and the name of the first, to which the others add a number. */
export interface DestinationRulesPlace extends Omit<ObjectName, 'kind'> {
  readonly id: string;
}

/** Checks that no other construct of the app says how a waypoint sends to hosts: Istio reads one DestinationRule of each. */
export function claimTrafficPolicies(scope: Construct, hosts: readonly string[]): void {
  for (const host of hosts) claimAlone(scope, `the traffic policy of host "${host}"`, 'write all of it in one place');
}

/**
 * Defines a DestinationRule for each host.
 * @returns their names
 */
export function defineDestinationRules(
  scope: Construct, { id, namespace, name, property }: DestinationRulesPlace, hosts: readonly string[],
  policyOf: (host: string) => Plain<DestinationRuleSpecTrafficPolicy>,
): string[] {
  claimTrafficPolicies(scope, hosts);
  return hosts.map((host, index) => {
    const numbered = (text: string) => index === 0 ? text : `${text}-${index + 1}`;
    const spec: Plain<DestinationRuleSpec> = { host, trafficPolicy: policyOf(host) };
    const head = { apiVersion: NETWORKING_VERSION, kind: 'DestinationRule', namespace, name: numbered(name), property };
    return defineObject(scope, numbered(id), head, { spec }).name;
  });
}
