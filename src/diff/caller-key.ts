import type { Caller } from './client-tests';
import { answersOf, callerTests } from './client-tests';
import type { AuthorizationPolicy } from '../authorization/rbac';
import type { MeshObjects } from '../mesh/mesh-objects';
import { familyOf } from '../request/ip-range';
import { isUnknown, unsaid } from '../request/truth';
import type { Client } from '../traffic/client';
import { hasIdentity } from '../traffic/client';

/** One text for the clients that a mesh treats alike where these policies apply. */
export function callerKey(mesh: MeshObjects, policies: readonly AuthorizationPolicy[], clients: readonly Client[]): string {
  const tests = policies.flatMap((policy) => callerTests(mesh, policy));
  return clients.map((client) => {
    const caller = callerOf(client);
    const { clientClass, isCaptured, ip } = client;
    return [clientClass, isCaptured, domainOf(caller), ip === undefined ? '' : familyOf(ip), answersOf(tests, caller)].join(' ');
  }).join('\n');
}

function callerOf(client: Client): Caller {
  return { principal: hasIdentity(client) ? client.identity : null, ip: client.ip ?? unsaid('the address of the caller') };
}

/** Waypoints trust identities by their domain. */
function domainOf({ principal }: Caller): string {
  if (isUnknown(principal)) return '?';
  return principal === null ? '' : principal.split('/')[0];
}
