import { boundOf } from './facts/bindings';
import { bypassingClients } from './facts/bypassing-clients';
import { openServices } from './facts/open-services';
import { uncapturedAccounts } from './facts/uncaptured-accounts';
import type { Rule } from './rule';
import { Severity } from './rule';

/** Where the policies of a waypoint are at stake the lack of a guard is the mistake, or a policy that names clients, and not the clients. */
export const clientBypassesWaypoints: Rule = {
  id: 'client-bypasses-waypoints',
  severity: Severity.INFO,
  summary: 'pods reach every service around its waypoint',
  why: 'only clients that ztunnel captures are sent to waypoints: sidecars, pods that opt out, and those on the network of their node dial the services direct, past all L7 policies',
  fix: 'capture the clients, or guard the services with an ALLOW policy at ztunnel that admits the waypoint alone',
  *check(mesh) {
    const clients = bypassingClients(mesh);
    if (clients.length === 0 || boundOf(mesh).length === 0 || openServices(mesh).length > 0) return;
    const named = new Set(uncapturedAccounts(mesh).map(({ workload }) => workload.subject.manifest));
    for (const { manifest, path, why } of clients) {
      if (!named.has(manifest)) yield { subject: manifest, path, message: why };
    }
  },
};
