import type { ListenerStatus } from './listener-status';
import { listenerStatuses } from './listener-status';
import { programmedCondition } from './programmed';
import type { Condition } from '../../binding/conditions';
import { hasIstioStatus, istioControllerOf } from '../../binding/gateway/controller';
import type { Gateway } from '../../binding/gateway/controller';
import { isGivenUp, requestedServices } from '../../binding/gateway/requested-services';
import { UNMANAGED_CONTROLLER } from '../../istio/classes';
import { CONFIG_MAP } from '../../mesh/kinds/core';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { refIn } from '../../mesh/object-ref';
import type { ConfigError } from '../config-error';

/** What istiod says of a Gateway. */
export interface GatewayConditions {
  readonly conditions: readonly Condition[];
  readonly listeners: readonly ListenerStatus[];
}

/**
 * The status that istiod writes to a Gateway; undefined: it is another's. Whether a Gateway that istiod deploys is programmed is told
 * where its deployment is assumed, as else the cluster decides.
 * @see istio pilot/pkg/config/kube/gateway/gateway_collection.go GatewayCollection
 */
export function gatewayConditions(mesh: MeshObjects, gateway: Gateway): GatewayConditions | undefined {
  const controller = istioControllerOf(mesh, gateway);
  if (controller === undefined || !hasIstioStatus(mesh, gateway)) return undefined;
  if (controller === UNMANAGED_CONTROLLER) return { conditions: REMOTE, listeners: [] };
  const services = requestedServices(mesh, gateway);
  const { hosts, fault } = services;
  const listeners = isGivenUp(services) ? [] : listenerStatuses(mesh, gateway, controller);
  return {
    conditions: [
      acceptedCondition(fault ?? parametersFault(mesh, gateway), listeners),
      { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', message: 'All references resolved' },
      ...programmedCondition(mesh, gateway, hosts),
    ],
    listeners,
  };
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go reportUnmanagedGatewayStatus */
const REMOTE: readonly Condition[] = [
  { type: 'Accepted', status: 'True', reason: 'Accepted', message: 'Resource accepted' },
  { type: 'Programmed', status: 'True', reason: 'Programmed', message: 'This Gateway is remote; Istio will not program it' },
];

/** @see istio pilot/pkg/config/kube/gateway/conversion.go reportGatewayStatus */
function acceptedCondition(fault: ConfigError | undefined, listeners: readonly ListenerStatus[]): Condition {
  if (fault) return { type: 'Accepted', status: 'False', ...fault };
  const valid = listeners.filter(({ isValid }) => isValid).length;
  if (valid === listeners.length) return { type: 'Accepted', status: 'True', reason: 'Accepted', message: 'Resource accepted' };
  return valid > 0
    ? { type: 'Accepted', status: 'True', reason: 'ListenersNotValid', message: "One or more of the Gateway's listeners are invalid" }
    : { type: 'Accepted', status: 'False', reason: 'ListenersNotValid', message: "None of the Gateway's listeners are valid" };
}

/** @see istio pilot/pkg/config/kube/gateway/gateway_collection.go validateParametersRef */
function parametersFault(mesh: MeshObjects, gateway: Gateway): ConfigError | undefined {
  const reference = gateway.body.spec?.infrastructure?.parametersRef;
  if (!reference || !mesh.supports('parametersStatus')) return undefined;
  const { group = '', kind = '', name = '' } = reference;
  if (kind !== CONFIG_MAP.kind || group !== CONFIG_MAP.group) {
    return { reason: 'InvalidParameters', message: `Unsupported parametersRef group/kind ${group}/${kind}, only ConfigMap is supported` };
  }
  return missingParameters(mesh, gateway.namespace, name);
}

function missingParameters(mesh: MeshObjects, namespace: string, name: string): ConfigError | undefined {
  if (mesh.find(CONFIG_MAP, namespace, name) || mesh.isAssumed(refIn(CONFIG_MAP, namespace, name))) return undefined;
  return { reason: 'InvalidParameters', message: `parametersRef ConfigMap ${namespace}/${name} does not exist` };
}
