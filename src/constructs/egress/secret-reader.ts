import { defineObject } from '../define-object';
import type { IstioWaypoint } from '../waypoint/istio-waypoint';
import { withCanary } from '../waypoint/with-canary';

/** Lets a waypoint have the Secrets of its namespace: istiod asks whether its ServiceAccount may list them, and for no other way. */
export function defineSecretReader(waypoint: IstioWaypoint): void {
  const head = {
    apiVersion: 'rbac.authorization.k8s.io/v1', namespace: waypoint.waypointNamespace, name: `${waypoint.waypointName}-secrets`, property: 'waypointName',
  };
  const accounts = withCanary(waypoint).map(({ serviceAccountName }) => serviceAccountName);
  defineObject(waypoint, 'secrets', { ...head, kind: 'Role' }, { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }] });
  defineObject(waypoint, 'secrets-binding', { ...head, kind: 'RoleBinding' }, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: head.name },
    subjects: accounts.map((account) => ({ kind: 'ServiceAccount', name: account, namespace: head.namespace })),
  });
}
