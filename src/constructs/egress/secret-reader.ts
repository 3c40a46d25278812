import { ApiObject } from 'cdk8s';
import { claimObjectName } from '../object-name';
import type { IstioWaypoint } from '../waypoint/istio-waypoint';
import { withCanary } from '../waypoint/with-canary';

/** Lets a waypoint have the Secrets of its namespace: istiod asks whether its ServiceAccount may list them, and for no other way. */
export function defineSecretReader(waypoint: IstioWaypoint): void {
  const { waypointNamespace: namespace, waypointName } = waypoint;
  const name = claimObjectName(waypoint, { kind: 'Role', namespace, name: `${waypointName}-secrets`, property: 'waypointName' });
  const accounts = withCanary(waypoint).map(({ serviceAccountName }) => serviceAccountName);
  new ApiObject(waypoint, 'secrets', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
  });
  new ApiObject(waypoint, 'secrets-binding', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: accounts.map((account) => ({ kind: 'ServiceAccount', name: account, namespace })),
  });
}
