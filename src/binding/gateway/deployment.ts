import type { Gateway } from './controller';
import { controllerOf, isServed, revisionOf } from './controller';
import { parametersFault } from './parameters';
import { GATEWAY_CONTROLLER, MESH_CONTROLLER } from '../../istio/classes';
import { CONTROLLER_VERSION } from '../../istio/labels';
import type { Evidence } from '../../mesh/evidence';
import { annotationsOf, findLabel } from '../../mesh/evidence';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { rememberPair } from '../../mesh/remember';

/** Why a Gateway has addresses, or would have them. */
export type ReadyCause =
  /** Its status has some. */
  | 'status'
  /** Istiod deploys it. */
  | 'deployed'
  /** A service that its spec names, or that is there instead of the deployed one, takes traffic, and istiod writes the addresses of that. */
  | 'manual'
  /** Its controller is not Istio's, or is not known, and such Gateways count as ready. */
  | 'foreign'
  /** Istiod takes the addresses of its spec as they are. */
  | 'remote';

/** Why a Gateway has no addresses. */
export type NotReadyCause =
  | 'no-status'
  | 'foreign-class'
  | 'other-revision'
  | 'manual-addresses'
  | 'newer-controller'
  | 'unusable-parameters'
  /** Something of the input has the name of what istiod would deploy, which leaves that alone. */
  | 'name-taken'
  | 'no-listener'
  | 'remote-without-address';

/** Whether a Gateway is ready, and what decides it. */
export type Readiness =
  | { readonly isReady: true; readonly cause: ReadyCause }
  | NotReady;

type NotReady = { readonly isReady: false; readonly cause: NotReadyCause; readonly evidence: Evidence };

/**
 * Whether istiod deploys a Gateway of one of its own controllers, whatever its status says.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go configureIstioGateway
 */
export const deploymentOf = rememberPair((mesh: MeshObjects, gateway: Gateway): Readiness => {
  if (!isServed(mesh, gateway)) return notReady('other-revision', revisionOf(mesh, gateway)!);
  if (!isManaged(gateway)) return notReady('manual-addresses', { manifest: gateway, path: ['spec', 'addresses'] });
  const newer = newerController(gateway);
  if (newer) return notReady('newer-controller', newer);
  const suffix = controllerOf(mesh, gateway) === GATEWAY_CONTROLLER ? `-${gateway.body.spec?.gatewayClassName ?? ''}` : '';
  const fault = parametersFault(mesh, gateway, `${gateway.name}${suffix}`);
  return fault ? notReady('unusable-parameters', fault) : { isReady: true, cause: 'deployed' };
});

/** Whether istiod deploys a Gateway, whatever its status says: one of a class that it deploys. */
export function isDeployed(mesh: MeshObjects, gateway: Gateway): boolean {
  const controller = controllerOf(mesh, gateway);
  return (controller === GATEWAY_CONTROLLER || controller === MESH_CONTROLLER) && deploymentOf(mesh, gateway).isReady;
}

/**
 * Whether istiod deploys a proxy for a Gateway, and does not take one that is there.
 * @see istio pilot/pkg/config/kube/gatewaycommon/gateway_utils.go IsManaged
 */
export function isManaged(gateway: Gateway): boolean {
  const addresses = gateway.body.spec?.addresses ?? [];
  return addresses.length === 0 || (addresses.length === 1 && addresses[0].type === 'IPAddress');
}

/** The version of the controller that every known release has. */
const KNOWN_CONTROLLER_VERSION = 5;

/**
 * The annotation by which a newer controller keeps this one away from a Gateway.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go ManagedGatewayControllerVersion
 */
function newerController(gateway: Gateway): Evidence | undefined {
  const version = findLabel(annotationsOf(gateway), CONTROLLER_VERSION);
  return version && !(/^[+-]?\d+$/.test(version.value) && Number(version.value) <= KNOWN_CONTROLLER_VERSION) ? version : undefined;
}

/** That a Gateway has no addresses. */
export function notReady(cause: NotReadyCause, evidence: Evidence): NotReady {
  return { isReady: false, cause, evidence };
}
