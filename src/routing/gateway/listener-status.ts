import { attachedRoutes } from './attached-routes';
import { NOT_PERMITTED, tlsFault } from './listener-tls';
import { kindsOf } from './route-listener';
import type { Condition } from '../../binding/conditions';
import type { Gateway } from '../../binding/gateway/controller';
import type { ConflictReason } from '../../binding/gateway/listener-conflicts';
import { conflictsOf } from '../../binding/gateway/listener-conflicts';
import { GATEWAY_CONTROLLER, HBONE_PORT, HBONE_PROTOCOL, MESH_CONTROLLER } from '../../istio/classes';
import type { Listener } from '../../mesh/kinds/gateway-api';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { ConfigError } from '../config-error';

/** What istiod says of one listener of a Gateway. */
export interface ListenerStatus {
  readonly name: string;
  readonly attachedRoutes: number;
  readonly conditions: readonly Condition[];
  /** Whether the listener counts for the Gateway; the conditions of a waypoint may call one unfit that does. */
  readonly isValid: boolean;
}

/**
 * The status of the listeners of a Gateway.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go buildListener
 */
export function listenerStatuses(mesh: MeshObjects, gateway: Gateway, controller: string): ListenerStatus[] {
  const listeners = gateway.body.spec?.listeners ?? [];
  const conflicts = controller === GATEWAY_CONTROLLER ? conflictsOf(listeners) : new Map<number, ConflictReason>();
  return listeners.map((listener, index) => {
    const name = listener.name ?? '';
    const conflict = conflicts.get(index);
    const protocol = protocolFault(listener, controller);
    const tls = tlsFault(mesh, gateway, listener);
    const faults = { protocol: waypointFault(listener, controller) ?? protocol, tls };
    return {
      name,
      attachedRoutes: attachedRoutes(mesh, gateway, name),
      conditions: conflict ? conflictConditions(listener, conflict) : conditionsOf(listener, faults),
      isValid: !conflict && !protocol && !tls,
    };
  });
}

/** Whether the proxies of a Gateway of class istio get a listener, unless it yields to another. */
export function isProgrammed(mesh: MeshObjects, gateway: Gateway, listener: Listener): boolean {
  return protocolFault(listener, GATEWAY_CONTROLLER) === undefined && tlsFault(mesh, gateway, listener) === undefined;
}

const PROTOCOLS = ['HTTP', 'HTTPS', 'TLS', 'TCP'];

/** @see istio pilot/pkg/config/kube/gateway/conversion.go listenerProtocolToIstio */
function protocolFault({ protocol = '' }: Listener, controller: string): string | undefined {
  if (PROTOCOLS.includes(protocol)) return undefined;
  if (protocol === HBONE_PROTOCOL) {
    return controller === MESH_CONTROLLER ? undefined : `protocol "${protocol}" is only supported for waypoint proxies`;
  }
  const upper = protocol.toUpperCase();
  const hint = [...PROTOCOLS, HBONE_PROTOCOL].includes(upper) ? ` hint: "${upper}" (uppercase) may be supported` : '';
  return `protocol "${protocol}" is unsupported${hint && `.${hint}`}`;
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go unexpectedWaypointListener */
function waypointFault({ port, protocol }: Listener, controller: string): string | undefined {
  const isExpected = controller !== MESH_CONTROLLER || (port === HBONE_PORT && protocol === HBONE_PROTOCOL);
  return isExpected ? undefined : `Expected a single listener on port ${HBONE_PORT} with protocol "${HBONE_PROTOCOL}"`;
}

/** What is wrong with a listener. */
interface Faults {
  readonly protocol: string | undefined;
  readonly tls: ConfigError | undefined;
}

const FINE = 'No errors found';

function conditionsOf(listener: Listener, { protocol, tls }: Faults): Condition[] {
  return [
    acceptedCondition(protocol, tls),
    tls
      ? { type: 'Programmed', status: 'False', reason: 'Invalid', message: 'Bad TLS configuration' }
      : { type: 'Programmed', status: 'True', reason: 'Programmed', message: FINE },
    { type: 'Conflicted', status: 'False', reason: 'NoConflicts', message: FINE },
    kindsOf(listener).areAllTaken ? resolvedCondition(tls) : INVALID_KINDS,
  ];
}

/** A certificate that may not be used is called one of a CA. */
function acceptedCondition(protocol: string | undefined, tls: ConfigError | undefined): Condition {
  if (protocol !== undefined) return { type: 'Accepted', status: 'False', reason: 'UnsupportedProtocol', message: protocol };
  if (tls?.reason === NOT_PERMITTED) return { type: 'Accepted', status: 'False', reason: 'NoValidCACertificate', message: tls.message };
  return { type: 'Accepted', status: 'True', reason: 'Accepted', message: FINE };
}

function resolvedCondition(tls: ConfigError | undefined): Condition {
  return tls ? { type: 'ResolvedRefs', status: 'False', ...tls } : { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', message: FINE };
}

const INVALID_KINDS: Condition = { type: 'ResolvedRefs', status: 'False', reason: 'InvalidRouteKinds', message: 'Invalid route kinds' };

/** @see istio pilot/pkg/config/kube/gatewaycommon/conversion.go ReportListenerConflict */
function conflictConditions(listener: Listener, reason: ConflictReason): Condition[] {
  const message = 'Listener has a conflict with another listener attached to the same Gateway';
  return [
    { type: 'Accepted', status: 'False', reason, message },
    { type: 'Programmed', status: 'False', reason, message },
    { type: 'Conflicted', status: 'True', reason, message },
    ...kindsOf(listener).areAllTaken ? [] : [INVALID_KINDS],
  ];
}
