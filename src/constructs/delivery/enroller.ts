import type { DeliveredKind } from './delivered-objects';

/** The plural names of the kinds that get label patches, as RBAC needs them. */
const PLURALS: Record<string, string> = {
  Namespace: 'namespaces',
  Service: 'services',
  ServiceEntry: 'serviceentries',
  WorkloadEntry: 'workloadentries',
  Pod: 'pods',
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  ReplicaSet: 'replicasets',
};

/** What a tool has to be allowed to apply label patches. */
const VERBS = ['get', 'patch'];

/**
 * The name of the ServiceAccount that label patches are applied as.
 * @param name what the names of all objects of the tool begin with
 */
export function enrollerName(name: string): string {
  return `${name}-enroller`;
}

/**
 * An identity that can label what exists, and neither make nor delete anything: a misspelt name makes no Namespace.
 * @param kinds the kinds of the objects that get label patches
 */
export function enroller(name: string, namespace: string, kinds: readonly DeliveredKind[]) {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules: kinds.map(({ group, kind }) => ({ apiGroups: [group], resources: [PLURALS[kind]], verbs: VERBS })),
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}
