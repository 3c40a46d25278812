import type { Listener } from '../../mesh/kinds/gateway-api';

/** Why a listener yields to an earlier one. */
export type ConflictReason = 'ProtocolConflict' | 'HostnameConflict';

/**
 * The listeners of a Gateway that yield to an earlier one on the same port, by their index.
 * @see istio pilot/pkg/config/kube/gatewaycommon/listener_conflict.go ComputeGatewayListenerConflicts
 */
export function conflictsOf(listeners: readonly Listener[]): ReadonlyMap<number, ConflictReason> {
  const accepted: Listener[] = [];
  const conflicts = new Map<number, ConflictReason>();
  listeners.forEach((listener, index) => {
    const prior = accepted.find((other) => !areDistinct(listener, other));
    if (prior) conflicts.set(index, reasonFor(listener, prior));
    else accepted.push(listener);
  });
  return conflicts;
}

/** @see istio pilot/pkg/config/kube/gatewaycommon/listener_conflict.go listenersDistinct */
function areDistinct(a: Listener, b: Listener): boolean {
  if (a.port !== b.port) return true;
  const layers = [layerOf(a), layerOf(b)];
  if (layers.includes(undefined)) return a.protocol !== b.protocol;
  return layers[0] === 7 && layers[1] === 7 && (a.hostname || '*') !== (b.hostname || '*');
}

/** @see istio pilot/pkg/config/kube/gatewaycommon/listener_conflict.go listenerConflictReason */
function reasonFor(a: Listener, b: Listener): ConflictReason {
  return layerOf(a) === 7 && a.protocol === b.protocol ? 'HostnameConflict' : 'ProtocolConflict';
}

/** Whether a listener tells host names apart; undefined for protocols that are not of the Gateway API. */
function layerOf({ protocol = '' }: Listener): 4 | 7 | undefined {
  if (protocol === 'TCP' || protocol === 'UDP') return 4;
  return protocol === 'HTTP' || protocol === 'HTTPS' || protocol === 'TLS' ? 7 : undefined;
}
