import type { Gateway } from './controller';
import { istioControllerOf } from './controller';
import { generatedName } from './requested-services';
import { GATEWAY_CONTROLLER, MANAGED_BY_MESH_CONTROLLER } from '../../istio/classes';
import { DATAPLANE_MODE, GATEWAY_CLASS_NAME, GATEWAY_NAME, MANAGED, SIDECAR_INJECT } from '../../istio/labels';
import type { StringMap } from '../../mesh/fields';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { rememberPair } from '../../mesh/remember';

/**
 * The labels that the pods of a waypoint will have, but for those of overlays: those that Istio writes, and those of the Gateway.
 * @see istio manifests/charts/istio-control/istio-discovery/files/waypoint.yaml
 */
export function proxyLabels(gateway: Gateway): StringMap {
  return {
    [DATAPLANE_MODE]: 'none',
    [SIDECAR_INJECT]: 'false',
    ...gateway.body.spec?.infrastructure?.labels ?? gateway.labels,
    [GATEWAY_NAME]: gateway.name,
    [GATEWAY_CLASS_NAME]: gateway.body.spec?.gatewayClassName ?? '',
    [MANAGED]: MANAGED_BY_MESH_CONTROLLER,
  };
}

/**
 * The labels that the pods of an ingress gateway will have, but for those of overlays.
 * @see istio manifests/charts/istio-control/istio-discovery/files/kube-gateway.yaml
 */
export const ingressProxyLabels = rememberPair((mesh: MeshObjects, gateway: Gateway): StringMap => ({
  [SIDECAR_INJECT]: 'false',
  'service.istio.io/canonical-name': generatedName(mesh, gateway),
  'service.istio.io/canonical-revision': 'latest',
  [DATAPLANE_MODE]: 'none',
  ...gateway.body.spec?.infrastructure?.labels ?? gateway.labels,
  [GATEWAY_NAME]: gateway.name,
  [GATEWAY_CLASS_NAME]: gateway.body.spec?.gatewayClassName ?? '',
  [MANAGED]: GATEWAY_CONTROLLER.replace('/', '-'),
}));

/** The labels that the pods of a Gateway will have that istiod deploys, but for those of overlays. */
export function deployedProxyLabels(mesh: MeshObjects, gateway: Gateway): StringMap {
  return istioControllerOf(mesh, gateway) === GATEWAY_CONTROLLER ? ingressProxyLabels(mesh, gateway) : proxyLabels(gateway);
}
