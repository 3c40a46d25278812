import type { Attachment, Route } from './attach';
import { attachmentsOf } from './attach';
import type { Condition } from '../../binding/conditions';
import { isServed } from '../../binding/gateway/controller';
import { NO_WAYPOINT, USE_WAYPOINT } from '../../istio/labels';
import { SERVICE_ENTRY } from '../../mesh/kinds/istio';
import type { ParentRef } from '../../mesh/kinds/routes';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../../mesh/kinds/routes';
import { isOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { RouteContext } from '../backend-ref';
import type { ConfigError } from '../config-error';
import type { MeshParent } from '../mesh-parents';
import { meshParentsOf, orderOf } from '../mesh-parents';
import { grpcRules, httpRules, tcpRules, tlsRules } from '../route-rules';

/** What istiod says of one parent of a route. */
export interface ParentStatus {
  readonly ref: ParentRef;
  /** Its index in `spec.parentRefs`. */
  readonly index: number;
  readonly conditions: readonly Condition[];
}

/**
 * The status that istiod writes to a route: one part for each parent that is its own.
 * @see istio pilot/pkg/config/kube/gateway/conditions.go createRouteStatus, pilot/pkg/status/collections.go RegisterStatus
 */
export function parentStatuses(mesh: MeshObjects, route: Route): ParentStatus[] {
  if (!isServed(mesh, route)) return [];
  const refs = route.body.spec?.parentRefs ?? [];
  const ofMesh = meshParentsOf(mesh, route).map((parent) => {
    const { ref, index } = parent;
    return { ref, index, conditions: meshConditions(mesh, route, parent) };
  });
  const ofGateways = refs.flatMap((ref, index) => {
    const attachments = attachmentsOf(mesh, route, ref);
    return attachments.length > 0 ? [{ ref, index, conditions: gatewayConditions(mesh, route, attachments) }] : [];
  });
  const key = ({ ref }: ParentStatus) => orderOf(ref, route.namespace);
  return [...ofMesh, ...ofGateways].sort((a, b) => Number(key(a) < key(b)) - Number(key(a) > key(b)));
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go referenceAllowed */
function meshConditions(mesh: MeshObjects, route: Route, { ref, owner }: MeshParent): Condition[] {
  const resolved = resolvedRefs(conversionFault({ mesh, route, parent: 'mesh' }));
  if (!mesh.supports('meshParentStatus')) return [accepted(undefined, 1), resolved];
  const what = ref.kind === SERVICE_ENTRY.kind ? 'service entry' : 'service';
  const denial = owner ? undefined : { reason: 'NoMatchingParent', message: `parent ${what}: "${ref.name ?? ''}" not found` };
  return [accepted(denial, 1), resolved, resolvedWaypoints(waypointText(mesh, owner))];
}

function gatewayConditions(mesh: MeshObjects, route: Route, attachments: readonly Attachment[]): Condition[] {
  const resolved = resolvedRefs(conversionFault({ mesh, route, parent: 'gateway' }));
  const bound = attachments.filter(({ denial }) => denial === undefined).length;
  const denial = bound > 0 ? undefined : worstOf(attachments.flatMap(({ denial: one }) => one ?? []));
  return [accepted(denial, bound), resolved, ...mesh.supports('meshParentStatus') ? [resolvedWaypoints('All waypoints resolved')] : []];
}

/** The reasons by weight: the first that occurs is told. */
const WEIGHTS = ['NotAllowedByListeners', 'NoMatchingListenerHostname', 'NoMatchingParent'];

/** Istio joins the messages of one reason, in an order that is not its own. */
function worstOf(denials: readonly ConfigError[]): ConfigError {
  const reason = WEIGHTS.find((one) => denials.some((denial) => denial.reason === one)) ?? '';
  const messages = denials.filter((denial) => denial.reason === reason).map(({ message }) => message);
  return { reason, message: messages.sort().join('; ') };
}

/** What is wrong with the rules of a route. */
function conversionFault(context: RouteContext): ConfigError | undefined {
  const { mesh, route, parent } = context;
  if (isOf(HTTP_ROUTE, route)) return httpRules({ mesh, route, parent }).error;
  if (isOf(GRPC_ROUTE, route)) return grpcRules({ mesh, route, parent }).error;
  if (isOf(TCP_ROUTE, route)) return tcpRules({ mesh, route, parent }).error;
  return isOf(TLS_ROUTE, route) ? tlsRules({ mesh, route, parent }).error : undefined;
}

const MISSING_LABEL = 'istio.io/use-waypoint label missing from parent and parent namespace; in ambient mode, route will not be respected';

function waypointText(mesh: MeshObjects, owner: MeshParent['owner']): string {
  if (!owner) return 'parent not found';
  return [owner, mesh.namespace(owner.namespace)].some(namesWaypoint) ? 'All waypoints resolved' : MISSING_LABEL;
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go waypointConfigured */
function namesWaypoint({ labels }: { readonly labels: Readonly<Record<string, string>> }): boolean {
  const name = Object.hasOwn(labels, USE_WAYPOINT) ? labels[USE_WAYPOINT] : '';
  return name !== '' && name.toLowerCase() !== NO_WAYPOINT;
}

function accepted(denial: ConfigError | undefined, bound: number): Condition {
  if (denial) return { type: 'Accepted', status: 'False', ...denial };
  return { type: 'Accepted', status: 'True', reason: 'Accepted', message: bound > 1 ? `Route was valid, bound to ${bound} parents` : 'Route was valid' };
}

function resolvedRefs(fault: ConfigError | undefined): Condition {
  if (fault) return { type: 'ResolvedRefs', status: 'False', ...fault };
  return { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', message: 'All references resolved' };
}

/** It is always true. */
function resolvedWaypoints(message: string): Condition {
  return { type: 'ResolvedWaypoints', status: 'True', reason: 'ResolvedWaypoints', message };
}
