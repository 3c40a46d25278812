import { createRequire } from 'module';
import { Size } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { PROXY_CONTAINER } from '../../istio/classes';

const load = createRequire(__filename);

/**
 * The container that istiod gives to a waypoint, with its default requests, so that an autoscaler without metrics of its
 * own finds what to scale by. cdk8s-plus is loaded only when its autoscaler asks.
 * @see istio manifests/charts/istio-control/istio-discovery/values.yaml, global.waypoint.resources
 */
export function waypointContainers(): kplus.Container[] {
  const { Container, Cpu } = load('cdk8s-plus-28') as typeof kplus;
  return [new Container({
    name: PROXY_CONTAINER,
    image: 'auto',
    resources: {
      cpu: { request: Cpu.millis(100), limit: Cpu.units(2) },
      memory: { request: Size.mebibytes(128), limit: Size.gibibytes(1) },
    },
  })];
}
