import { istioControllerOf } from './controller';
import { generatedName } from './requested-services';
import { deploymentOf } from '../../binding/readiness';
import { GATEWAY_NAME } from '../../istio/labels';
import { SERVICE } from '../../mesh/kinds/core';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import { isOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { GatewayStatus } from '../../mesh/settings';
import { hasEndpoints } from '../../registry/endpoints';
import type { MeshService } from '../../registry/mesh-service';

/**
 * Whether istiod deploys a Service of that name for a Gateway, where that is assumed.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go configureIstioGateway
 */
export function isDeployedService(mesh: MeshObjects, namespace: string, name: string): boolean {
  return deployedServices(mesh).has(`${namespace}/${name}`);
}

const deployedServices = remember((mesh: MeshObjects): ReadonlySet<string> => {
  const gateways = mesh.gatewayStatus === GatewayStatus.ASSUME ? mesh.all(GATEWAY) : [];
  return new Set(gateways
    .filter((gateway) => istioControllerOf(mesh, gateway) !== undefined && deploymentOf(mesh, gateway).isReady)
    .map((gateway) => `${gateway.namespace}/${generatedName(mesh, gateway)}`));
});

/**
 * Whether a Service of the input, over which istiod applies the one that it deploys for a Gateway, selects no pods: what it selects by is
 * added to.
 */
export function selectsNothing(mesh: MeshObjects, service: MeshService): boolean {
  const { owner } = service;
  const labels = isOf(SERVICE, owner) ? Object.keys(owner.body.spec?.selector ?? {}) : [];
  return labels.some((label) => label !== GATEWAY_NAME) && hasEndpoints(mesh, service) === false;
}
