import {
  CONFIG_MAP, CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, NAMESPACE, POD, REPLICA_SET, SERVICE, STATEFUL_SET,
} from './core';
import { GATEWAY, GATEWAY_CLASS } from './gateway-api';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from './istio';
import { AUTHORIZATION_POLICY, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION } from './istio-security';
import { DESTINATION_RULE, ISTIO_GATEWAY, VIRTUAL_SERVICE } from './istio-traffic';
import type { Kind } from './kind';
import { NETWORK_POLICY } from './network-policy';
import { ROLLOUT, TEMPLATED } from './pod-controllers';
import { POD_MONITOR, PROMETHEUS, SERVICE_MONITOR } from './prometheus';
import { GRPC_ROUTE, HTTP_ROUTE, REFERENCE_GRANT, TCP_ROUTE, TLS_ROUTE } from './routes';
import { HORIZONTAL_POD_AUTOSCALER, POD_DISRUPTION_BUDGET } from './scaling';
import { EXTENSIONS_GROUP, GATEWAY_API_GROUP, NETWORKING_GROUP, SECURITY_GROUP, TELEMETRY_GROUP } from '../../istio/groups';

/** The kinds whose fields are read. */
export const KINDS: readonly Kind[] = [
  NAMESPACE, SERVICE, POD, CONFIG_MAP, DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, JOB, CRON_JOB, ROLLOUT, ...TEMPLATED,
  GATEWAY_CLASS, GATEWAY, HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE, REFERENCE_GRANT,
  SERVICE_ENTRY, WORKLOAD_ENTRY, VIRTUAL_SERVICE, DESTINATION_RULE, ISTIO_GATEWAY,
  AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, PEER_AUTHENTICATION,
  HORIZONTAL_POD_AUTOSCALER, POD_DISRUPTION_BUDGET, NETWORK_POLICY, SERVICE_MONITOR, POD_MONITOR, PROMETHEUS,
];

const BY_NAME = new Map(KINDS.map((kind) => [`${kind.group}/${kind.kind}`, kind]));

/** The kind of that name, if its fields are read. */
export function findKind(group: string, kind: string): Kind | undefined {
  return BY_NAME.get(`${group}/${kind}`);
}

const OF_A_REVISION = [
  HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE, REFERENCE_GRANT,
  SERVICE_ENTRY, WORKLOAD_ENTRY, VIRTUAL_SERVICE, DESTINATION_RULE, ISTIO_GATEWAY,
  AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, PEER_AUTHENTICATION,
];

/**
 * Whether istiod reads objects of a kind only if their label names no other revision than its own.
 * @see istio pilot/pkg/config/kube/crdclient/client.go, pilot/pkg/config/kube/gateway/controller.go buildClient
 */
export function hasRevision({ group, kind }: { readonly group: string; readonly kind: string }): boolean {
  return OF_A_REVISION.some((one) => one.group === group && one.kind === kind);
}

/** API groups in which every kind that is not in `KINDS` lives in a namespace. */
const NAMESPACED_GROUPS = new Set(['apps', 'batch', 'autoscaling', 'policy', 'networking.k8s.io', GATEWAY_API_GROUP, NETWORKING_GROUP, SECURITY_GROUP,
  TELEMETRY_GROUP, EXTENSIONS_GROUP]);
const CLUSTER_SCOPED_CORE = new Set(['Node', 'PersistentVolume']);

/** Whether objects of a kind live in a namespace; undefined where that is not known. */
export function livesInNamespace(group: string, kind: string): boolean | undefined {
  const known = findKind(group, kind);
  if (known) return known.namespaced;
  if (group === '') return !CLUSTER_SCOPED_CORE.has(kind);
  if (group === 'rbac.authorization.k8s.io') return !kind.startsWith('Cluster');
  return NAMESPACED_GROUPS.has(group) || undefined;
}
