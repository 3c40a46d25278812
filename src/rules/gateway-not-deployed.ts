import { areLabelsTold } from './facts/absence';
import { isNamed } from './facts/claims';
import { isWaypoint } from './facts/gateways';
import type { Gateway } from './facts/gateways';
import { mayBeServedElsewhere } from './facts/manual-gateways';
import { nearestNames } from './facts/nearest-names';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { controllerOf } from '../binding/gateway/controller';
import type { NotReadyCause } from '../binding/gateway/deployment';
import { findWaypoint } from '../binding/waypoint';
import { KGATEWAY_WAYPOINT_CLASS, OTHER_CLASSES, WAYPOINT_CLASS } from '../istio/classes';
import { REVISION } from '../istio/labels';
import type { Evidence } from '../mesh/evidence';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const gatewayNotDeployed: Rule = {
  id: 'gateway-not-deployed',
  severity: Severity.ERROR,
  summary: 'Istio does not deploy the waypoint, or it has no address',
  why: 'it is no waypoint then: what names it is not bound, and traffic goes direct',
  fix: 'give the Gateway a name that no Service and no Deployment has, and the revision of a control plane, leave its addresses to Istio or name a Service that has pods at port 15008, and look at its status',
  *check(mesh) {
    yield* undeployed(mesh);
    for (const subject of mesh.all(GATEWAY)) {
      const meant = misspeltClass(mesh, subject);
      if (meant) yield { subject, path: ['spec', 'gatewayClassName'], message: `no GatewayClass "${subject.body.spec?.gatewayClassName}" is known, did you mean "${meant}"?` };
    }
  },
};

/** The causes that pods outside of the input would do away with. */
const PERHAPS_SERVED: ReadonlySet<NotReadyCause> = new Set(['manual-addresses', 'name-taken']);

/** Why a Gateway is not ready; what has no revision shows none. */
interface Undeployed {
  readonly cause: NotReadyCause;
  readonly evidence?: Evidence;
}

function* undeployed(mesh: MeshObjects): Generator<Offence> {
  for (const gateway of mesh.all(GATEWAY)) {
    const lookup = findWaypoint(mesh, gateway);
    if (lookup.waypoint || !lookup.readiness || !(isWaypoint(mesh, gateway) || isNamed(mesh, gateway))) continue;
    const message = messageOf(mesh, gateway, lookup.readiness);
    const isOpen = PERHAPS_SERVED.has(lookup.readiness.cause) && mayBeServedElsewhere(mesh, gateway);
    if (message === undefined) continue;
    yield { subject: gateway, message, ...placeOf(gateway, lookup.readiness), ...isOpen && { severity: Severity.INFO } };
  }
}

/** The class of waypoints, where a class that is not in the input has nearly its name. */
function misspeltClass(mesh: MeshObjects, gateway: Gateway): string | undefined {
  const { gatewayClassName = '' } = gateway.body.spec ?? {};
  if (controllerOf(mesh, gateway) !== undefined || [KGATEWAY_WAYPOINT_CLASS, ...OTHER_CLASSES].includes(gatewayClassName)) return undefined;
  return nearestNames(gatewayClassName, [WAYPOINT_CLASS])[0];
}

function messageOf(mesh: MeshObjects, gateway: Gateway, { cause, evidence }: Undeployed): string | undefined {
  if (cause === 'name-taken' && evidence) return nameTaken(evidence.manifest);
  return cause === 'other-revision' && !isRevisionTold(mesh, gateway) ? undefined : MESSAGES[cause]?.(evidence?.value, mesh);
}

/** Istiod changes nothing that another made, and says so in its log for debugging only. */
function nameTaken({ kind, name }: Manifest): string {
  const lack = kind === SERVICE.kind ? 'which has no pod of the waypoint at a port of a listener' : 'so it has no proxies';
  return `Istio would deploy it as "${name}", but leaves alone the ${kind} of that name, ${lack}`;
}

/** The revision may be that of the Namespace, or be missing, and a name may be that of something else. */
function placeOf(gateway: Gateway, { cause, evidence }: Undeployed) {
  if (evidence?.manifest === gateway) return { path: evidence.path };
  return { path: ['metadata', cause === 'name-taken' ? 'name' : 'labels'], ...evidence && { related: [evidence] } };
}

/** The causes that no rule of their own reports. */
const MESSAGES: Partial<Record<NotReadyCause, (value: string | undefined, mesh: MeshObjects) => string>> = {
  'no-status': () => 'its status has no address',
  'foreign-class': (value) => `class "${value}" is not one of Istio's, and nothing says that the Gateway is ready`,
  'other-revision': (value, { revisions }) => value
    ? `revision "${value}" is none of those of the control plane: ${revisions.join(', ')}`
    : `no label ${REVISION}, and the control plane has no default revision, but ${revisions.join(', ')}`,
  'manual-addresses': () => 'spec.addresses asks for a deployment of its own, so Istio deploys nothing, and no service there has, in the input, a pod at a port of a listener',
  'no-listener': () => 'none of its listeners takes traffic: they conflict, or are for TLS and have no "tls"',
  'remote-without-address': () => 'the class is that of remote Gateways, and spec.addresses names none',
};

/** Whether the revisions of Istio are known, as they are only where they are told, and that of a Gateway, which its Namespace may say. */
function isRevisionTold(mesh: MeshObjects, gateway: Gateway): boolean {
  const areTold = mesh.revisions.length > 1 || mesh.revisions[0] !== 'default';
  return areTold && (Object.hasOwn(gateway.labels, REVISION) || areLabelsTold(mesh, gateway.namespace));
}
