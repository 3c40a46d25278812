import { parametersFault } from './parameters';
import { BUILT_IN_CLASSES, GATEWAY_CONTROLLER, MESH_CONTROLLER, UNMANAGED_CONTROLLER } from '../istio/classes';
import { CONTROLLER_VERSION, REVISION } from '../istio/labels';
import { annotationsOf, findLabel, labelsOf } from '../mesh/evidence';
import type { Evidence } from '../mesh/evidence';
import { GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import type { GATEWAY } from '../mesh/kinds/gateway-api';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberPair } from '../mesh/remember';
import { GatewayStatus } from '../mesh/settings';

type Gateway = ManifestOf<typeof GATEWAY>;

/** Why a Gateway has addresses, or would have them. */
export type ReadyCause =
  /** Its status has some. */
  | 'status'
  /** Istiod deploys it. */
  | 'deployed'
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
  | 'remote-without-address';

/** Whether a Gateway is ready, and what decides it. */
export type Readiness =
  | { readonly isReady: true; readonly cause: ReadyCause }
  | { readonly isReady: false; readonly cause: NotReadyCause; readonly evidence: Evidence };

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
  const controller = controllerOf(mesh, gateway);
  if (!ISTIO_CONTROLLERS.has(controller)) return foreign(mesh, gateway);
  if (controller !== UNMANAGED_CONTROLLER) return deploymentOf(mesh, gateway);
  return isServed(mesh, gateway) ? remote(gateway) : notReady('other-revision', revisionOf(mesh, gateway)!);
}

const ISTIO_CONTROLLERS: ReadonlySet<string | undefined> = new Set([MESH_CONTROLLER, GATEWAY_CONTROLLER, UNMANAGED_CONTROLLER]);

/**
 * The controller of a Gateway's class: the GatewayClass in the input says, else Istio's own classes are known by name.
 * @returns undefined for a class that is not in the input
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go Reconcile
 */
export function controllerOf(mesh: MeshObjects, gateway: Gateway): string | undefined {
  return controllerOfClass(mesh, gateway.body.spec?.gatewayClassName ?? '');
}

/** The controller of the GatewayClass of that name; undefined if it is not in the input. */
export function controllerOfClass(mesh: MeshObjects, name: string): string | undefined {
  const gatewayClass = mesh.find(GATEWAY_CLASS, '', name);
  return gatewayClass ? gatewayClass.body.spec?.controllerName : BUILT_IN_CLASSES.get(name);
}

function foreign(mesh: MeshObjects, gateway: Gateway): Readiness {
  if (mesh.foreignGatewaysReady) return { isReady: true, cause: 'foreign' };
  const value = gateway.body.spec?.gatewayClassName;
  return notReady('foreign-class', { manifest: gateway, path: ['spec', 'gatewayClassName'], ...(value !== undefined && { value }) });
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go reportUnmanagedGatewayStatus */
function remote(gateway: Gateway): Readiness {
  if (gateway.body.spec?.addresses?.length) return { isReady: true, cause: 'remote' };
  return notReady('remote-without-address', { manifest: gateway, path: ['spec', 'addresses'] });
}

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

/**
 * Whether the control plane that is predicted takes care of a Gateway, or writes the status of a route: its revision is served.
 * @see istio pkg/revisions/tag_watcher.go IsMine
 */
export function isServed(mesh: MeshObjects, manifest: Manifest): boolean {
  return mesh.revisions.includes(revisionOf(mesh, manifest)?.value || 'default');
}

/** The label that says whose an object is: its own, else that of its Namespace. */
function revisionOf(mesh: MeshObjects, manifest: Manifest): (Evidence & { readonly value: string }) | undefined {
  return mesh.isLabelUsed(REVISION) ? findLabel(labelsOf(manifest, mesh.namespace(manifest.namespace).manifest), REVISION) : undefined;
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

function notReady(cause: NotReadyCause, evidence: Evidence): Readiness {
  return { isReady: false, cause, evidence };
}
