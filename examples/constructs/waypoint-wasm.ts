import type { Chart } from 'cdk8s';
import { ExtensionPhase, NamespaceWaypoint, PolicyTarget, WasmModule, WaypointWasm } from 'cdk8s-waypoint';

/** A plugin asks for a password before Istio looks at tokens. While it can't be loaded, requests fail. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  new WaypointWasm(chart, 'basic-auth', {
    targets: [PolicyTarget.waypoint(waypoint)],
    module: WasmModule.image('registry.example.com/mesh/basic-auth:1.12', { pullSecret: 'registry' }),
    phase: ExtensionPhase.AUTHN,
    config: { realm: 'shop' },
  });
}
