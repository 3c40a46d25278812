import type { Chart } from 'cdk8s';
import { Peer, ZtunnelAuthorization, ZtunnelTarget } from 'cdk8s-waypoint';

/** Pods of a namespace take connections from one other namespace, whatever the protocol. */
export function declare(chart: Chart): void {
  new ZtunnelAuthorization(chart, 'from-orders', {
    target: ZtunnelTarget.namespace('shop'),
    rules: [{ peers: [Peer.namespaces('orders')] }],
  });
}
