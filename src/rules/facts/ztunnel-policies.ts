import { selectedWorkloads, isCaptured } from './capture';
import { targetsOf } from '../../authorization/attachment';
import type { AuthorizationPolicy } from '../../authorization/rbac';
import type { Conversion } from '../../authorization/ztunnel/convert';
import { convertForZtunnel } from '../../authorization/ztunnel/convert';
import { httpAttributesOf } from '../../authorization/ztunnel/http-attributes';
import { GATEWAY_NAME } from '../../istio/labels';
import type { StringMap } from '../../mesh/fields';
import { AUTHORIZATION_POLICY } from '../../mesh/kinds/istio-security';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

/** An AuthorizationPolicy for ztunnel, and what becomes of it there. */
export interface ZtunnelUse extends Conversion {
  readonly source: AuthorizationPolicy;
  /** What it asks of HTTP, in all of its rules. */
  readonly http: readonly string[];
}

/** The policies that ztunnel is to enforce: those without targetRefs that select no gateway, nor pods that are known not to be captured. */
export const ztunnelPolicies = remember((mesh: MeshObjects): readonly ZtunnelUse[] => mesh.all(AUTHORIZATION_POLICY)
  .filter((source) => targetsOf(source.body).length === 0 && reachesZtunnel(mesh, source))
  .map((source) => ({
    source,
    ...convertForZtunnel(mesh, source),
    http: [...new Set((source.body.spec?.rules ?? []).flatMap(httpAttributesOf))].sort(),
  })));

function reachesZtunnel(mesh: MeshObjects, { namespace, body }: AuthorizationPolicy): boolean {
  const labels = body.spec?.selector?.matchLabels;
  if (labels && selectsGateway(labels)) return false;
  if (namespace === mesh.config.rootNamespace) return true;
  const workloads = selectedWorkloads(mesh, namespace, labels);
  if (workloads.length > 0) return workloads.some((workload) => isCaptured(mesh, workload) !== false);
  const { isKnown, labels: own } = mesh.namespace(namespace);
  return !isKnown || own['istio.io/dataplane-mode'] === 'ambient';
}

/** The proxies of an ingress have HTTP, and are told by the labels of Istio's charts and of Gateways. */
function selectsGateway(labels: StringMap): boolean {
  return Object.hasOwn(labels, GATEWAY_NAME) || ['istio', 'app'].some((name) => /gateway/.test(labels[name] ?? ''));
}
