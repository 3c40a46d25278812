import type { Gateway } from './controller';
import { istioControllerOf, isServed, revisionOf } from './controller';
import type { Readiness } from './deployment';
import { deploymentOf, isManaged, notReady } from './deployment';
import { servicesTakingTraffic } from './named-services';
import { generatedName, requestedPorts } from './requested-services';
import { UNMANAGED_CONTROLLER } from '../../istio/classes';
import { DEPLOYMENT, SERVICE } from '../../mesh/kinds/core';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { GatewayStatus } from '../../mesh/settings';

/**
 * Whether a Gateway counts as ready: it has status addresses, or would get them. Addresses that istiod would write win over those
 * that are there.
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go gatewayToWaypointTransform
 * @see istio pilot/pkg/config/kube/gateway/conversion.go reportGatewayStatus
 */
export function readinessOf(mesh: MeshObjects, gateway: Gateway): Readiness {
  const hasStatus = Boolean(gateway.body.status?.addresses?.length);
  if (mesh.gatewayStatus === GatewayStatus.OBSERVED) {
    return hasStatus ? BY_STATUS : notReady('no-status', { manifest: gateway, path: ['status', 'addresses'] });
  }
  const expected = expectedReadiness(mesh, gateway);
  const isDecided = expected.isReady ? expected.cause !== 'foreign' : expected.cause === 'remote-without-address';
  return hasStatus && !isDecided ? BY_STATUS : expected;
}

const BY_STATUS: Readiness = { isReady: true, cause: 'status' };

function expectedReadiness(mesh: MeshObjects, gateway: Gateway): Readiness {
  const controller = istioControllerOf(mesh, gateway);
  if (controller === undefined) return foreign(mesh, gateway);
  if (controller !== UNMANAGED_CONTROLLER) return manual(mesh, gateway) ?? deployed(mesh, gateway);
  return isServed(mesh, gateway) ? remote(gateway) : notReady('other-revision', revisionOf(mesh, gateway)!);
}

function foreign(mesh: MeshObjects, gateway: Gateway): Readiness {
  if (mesh.foreignGatewaysReady) return { isReady: true, cause: 'foreign' };
  const value = gateway.body.spec?.gatewayClassName;
  return notReady('foreign-class', { manifest: gateway, path: ['spec', 'gatewayClassName'], ...(value !== undefined && { value }) });
}

function manual(mesh: MeshObjects, gateway: Gateway): Readiness | undefined {
  const isTaken = !isManaged(gateway) && isServed(mesh, gateway) && servicesTakingTraffic(mesh, gateway).length > 0;
  return isTaken ? { isReady: true, cause: 'manual' } : undefined;
}

/**
 * Istiod looks for instances at the ports of its listeners, and finds none if there is no such port. It does so for a Gateway that it
 * cannot deploy as well.
 */
function deployed(mesh: MeshObjects, gateway: Gateway): Readiness {
  const deployment = deploymentOf(mesh, gateway);
  const namesake = isServed(mesh, gateway) ? namesakeOf(mesh, gateway) : undefined;
  if (!namesake && !deployment.isReady) return deployment;
  if (requestedPorts(gateway).length === 0) return notReady('no-listener', { manifest: gateway, path: ['spec', 'listeners'] });
  if (!namesake) return deployment;
  const [service] = servicesTakingTraffic(mesh, gateway);
  if (service) return service.deployedFor ? deployment : { isReady: true, cause: 'manual' };
  return deployment.isReady ? notReady('name-taken', { manifest: namesake, path: ['metadata', 'name'] }) : deployment;
}

/**
 * What has the name of that which istiod would deploy, and so may keep traffic from the proxies.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go canManage
 */
function namesakeOf(mesh: MeshObjects, gateway: Gateway): Manifest | undefined {
  const name = generatedName(mesh, gateway);
  return mesh.find(SERVICE, gateway.namespace, name) ?? mesh.find(DEPLOYMENT, gateway.namespace, name);
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go reportUnmanagedGatewayStatus */
function remote(gateway: Gateway): Readiness {
  if (gateway.body.spec?.addresses?.length) return { isReady: true, cause: 'remote' };
  return notReady('remote-without-address', { manifest: gateway, path: ['spec', 'addresses'] });
}
