import { targetsOf } from '../authorization/attachment';
import type { AuthorizationPolicy } from '../authorization/rbac';
import type { Gateway } from '../binding/gateway/controller';
import { hasIstioStatus, istioControllerOf } from '../binding/gateway/controller';
import { isManaged } from '../binding/gateway/deployment';
import { GATEWAY_CONTROLLER } from '../istio/classes';
import { GATEWAY_NAME } from '../istio/labels';
import type { StringMap } from '../mesh/fields';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { hasLabels } from '../mesh/label-selector';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';

/**
 * The Gateways whose own proxies enforce a policy: ingress gateways that Istio deploys. Waypoints are none of them.
 * @see istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy
 */
export function proxiesOf(mesh: MeshObjects, policy: AuthorizationPolicy): Gateway[] {
  const targets = targetsOf(policy.body).map(({ target }) => target);
  if (targets.length > 0) {
    return ingressGateways(mesh).filter(({ namespace, name }) => namespace === policy.namespace
      && targets.some((target) => target.kind === GATEWAY.kind && target.group === GATEWAY.group && target.name === name));
  }
  const labels = policy.body.spec?.selector?.matchLabels ?? {};
  const isNear = ({ namespace }: Gateway) => namespace === policy.namespace || policy.namespace === mesh.config.rootNamespace;
  return ingressGateways(mesh).filter((gateway) => isNear(gateway) && hasLabels(labelsOfProxies(gateway), labels));
}

const ingressGateways = remember((mesh: MeshObjects): readonly Gateway[] => mesh.all(GATEWAY).filter((gateway) =>
  istioControllerOf(mesh, gateway) === GATEWAY_CONTROLLER && hasIstioStatus(mesh, gateway) && isManaged(gateway)));

/** @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go extractInfrastructureLabels */
function labelsOfProxies({ labels, name, body: { spec } }: Gateway): StringMap {
  return { ...spec?.infrastructure?.labels ?? labels, [GATEWAY_NAME]: name };
}
