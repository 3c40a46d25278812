import type { ArgoCdDeliveryOptions } from './argo-cd-options';
import type { DeliveryFile } from './delivered-objects';

/** The annotation by which the health check below knows the Applications of stages. */
export const STAGE_ANNOTATION = 'waypoint.cdk8s.io/stage';

/** A Gateway is healthy once it is programmed in its present form: what was said of an older one does not count. */
const GATEWAY_HEALTH = `local health = {status = "Progressing", message = "waiting for the Gateway to be programmed"}
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  local generation = condition.observedGeneration or obj.metadata.generation
  if generation == obj.metadata.generation then
    if (condition.type == "Accepted" or condition.type == "ResolvedRefs") and condition.status == "False" then
      return {status = "Degraded", message = condition.message or ""}
    end
    if condition.type == "Programmed" and condition.status == "True" then
      health = {status = "Healthy", message = condition.message or ""}
    end
  end
end
return health
`;

/**
 * An Application is as healthy as it says. One of a stage is healthy only once all of what its path has in Git is applied:
 * what it says before it has looked at a new path is of the old one, and it may call itself healthy while objects are missing.
 * It is degraded where it cannot go on, so that the sync that waits for it ends and the next commit can be taken.
 */
const APPLICATION_HEALTH = `local status = obj.status or {}
local health = status.health or {}
local annotations = obj.metadata.annotations or {}
if annotations["${STAGE_ANNOTATION}"] ~= nil then
  local sync = status.sync or {}
  local compared = (sync.comparedTo or {}).source or {}
  if compared.path ~= obj.spec.source.path then
    return {status = "Progressing", message = "waiting for the stage to be compared with Git"}
  end
  for _, condition in ipairs(status.conditions or {}) do
    if condition.type == "ComparisonError" or condition.type == "InvalidSpecError" then
      return {status = "Degraded", message = condition.message or ""}
    end
  end
  if sync.status ~= "Synced" then
    local operation = status.operationState or {}
    local source = (operation.syncResult or {}).source or {}
    if source.path == obj.spec.source.path and (operation.phase == "Failed" or operation.phase == "Error") then
      return {status = "Degraded", message = operation.message or ""}
    end
    return {status = "Progressing", message = "waiting for the stage to be synced"}
  end
end
return {status = health.status or "Progressing", message = health.message or ""}
`;

/** The health checks that Argo CD needs: of Applications always, since none comes with it, and of Gateways where it is old. */
export function healthFile({ healthCustomization }: Pick<ArgoCdDeliveryOptions, 'healthCustomization'>): DeliveryFile {
  const data = {
    'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH,
    ...(healthCustomization && { 'resource.customizations.health.gateway.networking.k8s.io_Gateway': GATEWAY_HEALTH }),
  };
  return { path: 'gitops/argocd/argocd-cm.patch.yaml', documents: [{ data }] };
}
