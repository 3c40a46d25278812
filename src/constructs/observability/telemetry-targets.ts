import type { Construct } from 'constructs';
import { claim } from '../claims';
import { consumersOf, namespaceOf } from '../enrollment/consumers';
import { describe } from '../located-object';
import { problem } from '../problem';
import type { RenderedTarget } from '../security/rendered-target';
import { fullNameOf } from '../waypoint/full-name';
import { requireIstioProxy } from '../waypoint/known-classes';
import { takenTraffic } from '../waypoint/service-traffic';
import { TrafficType } from '../waypoint/traffic-type';
import type { IWaypoint } from '../waypoint/waypoint';

/**
 * Refuses targets that no waypoint asks the Telemetry of.
 * @see istio pilot/pkg/model/telemetry.go applicableTelemetries: it looks in one namespace, that of the service
 */
export function checkTelemetryTargets(telemetry: Construct, targets: readonly RenderedTarget[]): void {
  for (const { namespace, refs: [{ kind, name }], waypoint } of targets) {
    if (kind === 'GatewayClass') {
      throw problem(telemetry, `is for GatewayClass "${name}", whose Telemetry no waypoint asks: leave "targets" out and write namespace: "${namespace}", for the whole mesh`);
    }
    if (!waypoint) continue;
    requireIstioProxy(telemetry, waypoint, 'Telemetry');
    // Who uses the waypoint may be declared later.
    telemetry.node.addValidation({ validate: () => ignoredFor(waypoint) });
  }
}

/** Of several with the same reach Istio reads one, or lets the younger overrule the older: nobody sees which. */
export function claimTelemetry(telemetry: Construct, namespace: string, targets: readonly RenderedTarget[]): void {
  const reaches = targets.length === 0 ? [`all of namespace ${namespace}`] : targets.flatMap(({ refs }) => refs.map(({ kind, name }) => `${kind} ${namespace}/${name}`));
  for (const reach of reaches) {
    const other = claim(telemetry, `Telemetry for ${reach}`);
    if (other) throw problem(telemetry, `is a second Telemetry for ${reach}, beside "${other.node.path}", and their age would decide between them: write both into one`);
  }
}

function ignoredFor(waypoint: IWaypoint): string[] {
  if (takenTraffic(waypoint) === TrafficType.WORKLOAD) return [];
  const ignored = consumersOf(waypoint).find((consumer) => ['Namespace', 'Service', 'ServiceEntry'].includes(consumer.object.kind)
    && namespaceOf(consumer) !== waypoint.waypointNamespace);
  return ignored ? [
    `is for waypoint ${fullNameOf(waypoint)}, but for services of namespace "${namespaceOf(ignored)}" (${describe(ignored.object)} uses the waypoint by `
    + `"${ignored.by.node.path}") Istio asks only the Telemetry of their own namespace: target the services there, or leave "targets" out for a whole namespace`,
  ] : [];
}
