import type { NetworkPoliciesProps } from './network-policies-props';
import { consumersOf, namespaceOf } from '../enrollment/consumers';
import { describe } from '../located-object';
import { fullNameOf } from '../waypoint/full-name';

/** Problems of policies that keep a waypoint from what uses it, as far as the app says who does. */
export function cutOffConsumers({ waypoint, workloads, destinations }: NetworkPoliciesProps): string[] {
  const name = `waypoint ${fullNameOf(waypoint)}`;
  const reached = workloads?.map(({ namespace }) => namespace ?? waypoint.waypointNamespace);
  const consumers = consumersOf(waypoint);
  const outside = consumers.find(({ object }) => object.kind === 'ServiceEntry');
  const lost = consumers.find((consumer) => consumer.object.kind !== 'ServiceEntry' && reached?.includes(namespaceOf(consumer)) === false);
  return [
    ...outside && !destinations ? [`keeps ${name} from what is outside, but ${describe(outside.object)} uses it (by "${outside.by.node.path}"): write where that is in "destinations"`] : [],
    ...lost ? [`keeps ${name} from namespace "${namespaceOf(lost)}", but ${describe(lost.object)} uses it (by "${lost.by.node.path}"): add { namespace: "${namespaceOf(lost)}" } to "workloads"`] : [],
  ];
}
