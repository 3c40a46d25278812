import type { AuthorizationPolicy } from '../rbac';
import { convertForZtunnel } from './convert';
import type { Guest } from './guest';
import { peerAuthenticationPolicies, peerPoliciesOf } from './peer-authentication';
import type { ZtunnelPolicy } from './ztunnel-policy';
import { AUTHORIZATION_POLICY } from '../../mesh/kinds/istio-security';
import { hasLabels } from '../../mesh/label-selector';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { rememberEach } from '../../mesh/remember';
import { SelectorIndex } from '../../mesh/selector-index';
import { isTaken } from '../../registry/refusal';

/** The policies of a namespace: most questions are about few namespaces. */
const policiesIn = rememberEach((namespace: string) => namespace, (mesh: MeshObjects, namespace) =>
  new SelectorIndex(convertAll(mesh, namespace), ({ selector }) => selector));

function convertAll(mesh: MeshObjects, namespace: string): ZtunnelPolicy[] {
  return mesh.inNamespace(AUTHORIZATION_POLICY, namespace).flatMap((manifest) => {
    const { policy } = convertForZtunnel(mesh, manifest);
    return policy && isTaken(manifest) ? [policy] : [];
  });
}

/** All policies that ztunnel gets. */
export function ztunnelPolicies(mesh: MeshObjects): ZtunnelPolicy[] {
  const namespaces = new Set(mesh.all(AUTHORIZATION_POLICY).map(({ namespace }) => namespace));
  return [...[...namespaces].flatMap((namespace) => policiesIn(mesh, namespace).all), ...peerAuthenticationPolicies(mesh)];
}

/** The policies that ztunnel asks about connections to a workload: those of the mesh, of its namespace, and those that select it. */
export function ztunnelPoliciesOf(mesh: MeshObjects, guest: Guest): ZtunnelPolicy[] {
  const own = namespacesFor(mesh, guest).flatMap((namespace) => candidates(mesh, namespace, guest));
  return [...own.filter((policy) => isAbout(policy, guest)), ...peerPoliciesOf(mesh, guest.namespace, guest.labels)];
}

/** The AuthorizationPolicies that ztunnel would ask about a workload if a cluster took them. */
export function refusedPoliciesOf(mesh: MeshObjects, guest: Guest): AuthorizationPolicy[] {
  return namespacesFor(mesh, guest).flatMap((namespace) => mesh.inNamespace(AUTHORIZATION_POLICY, namespace)).filter((manifest) => {
    const { policy } = convertForZtunnel(mesh, manifest);
    return policy && isAbout(policy, guest) && !isTaken(manifest);
  });
}

/** The namespaces whose policies count for a workload. */
function namespacesFor({ config: { rootNamespace } }: MeshObjects, { namespace }: Guest): string[] {
  return namespace === rootNamespace ? [namespace] : [rootNamespace, namespace];
}

function candidates(mesh: MeshObjects, namespace: string, { labels }: Guest): readonly ZtunnelPolicy[] {
  const policies = policiesIn(mesh, namespace);
  return Object.keys(labels).length > 0 ? policies.candidates(labels) : policies.all;
}

/**
 * Whether a policy is about a workload. One without any labels is selected by every selector: Istio takes their absence for the wish not to
 * compare.
 * @see istio pilot/pkg/serviceregistry/ambient/workloads.go buildWorkloadPolicies, pkg/kube/krt/filter.go FilterSelects
 */
export function isAbout({ scope, namespace, selector = {} }: ZtunnelPolicy, guest: Guest): boolean {
  if (scope !== 'WORKLOAD_SELECTOR') return scope === 'GLOBAL' || namespace === guest.namespace;
  if (Object.keys(selector).length === 0 || Object.keys(guest.labels).length === 0) return Object.keys(selector).length > 0;
  return hasLabels(guest.labels, selector);
}
