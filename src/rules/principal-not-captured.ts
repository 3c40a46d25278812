import { uncapturedAccounts } from './facts/uncaptured-accounts';
import type { Rule } from './rule';
import { Severity } from './rule';

export const principalNotCaptured: Rule = {
  id: 'principal-not-captured',
  severity: Severity.WARNING,
  summary: 'a policy names a client whose pods are not part of the mesh',
  why: 'what is not captured has no identity, and dials Services around their waypoints: no ALLOW rule lets it in by its name, and no DENY rule stops it',
  fix: 'capture the pods: without hostNetwork, and with istio.io/dataplane-mode: ambient on their Namespace; or let them in by ipBlocks at ztunnel',
  unsaidBy: ['serviceAccountName'],
  *check(mesh) {
    for (const { policy: subject, path, account, workload, why } of uncapturedAccounts(mesh)) {
      const { kind, name } = workload.subject.manifest;
      yield { subject, path, message: `${kind} ${name} ${why}: "${account}" is the identity of no connection` };
    }
  },
};
