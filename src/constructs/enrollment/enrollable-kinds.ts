import { POD_TEMPLATE_KINDS } from './pod-template';

/** The kinds from which Istio reads whether ingress traffic takes the waypoint. */
export const INGRESS_KINDS: readonly string[] = ['Namespace', 'Service', 'ServiceEntry'];

/** The kinds of objects that get labels. */
export const ENROLLABLE_KINDS: readonly string[] = [...INGRESS_KINDS, 'WorkloadEntry', 'Pod', ...POD_TEMPLATE_KINDS];
