import type { ClientGroup } from './clients';
import { groupAlike, pairNamed } from './clients';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { waypointsOf } from '../binding/waypoint';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareText } from '../mesh/object-ref';
import { remember } from '../mesh/remember';
import { isUnknown } from '../request/truth';
import { waypointIdentity } from '../traffic/waypoint-identity';

/** The clients that policies name and that are not among those of the meshes. */
export function namedClients(
  before: MeshObjects, after: MeshObjects, policies: readonly AuthorizationPolicy[], known: readonly ClientGroup[],
): ClientGroup[] {
  const { identities, namespaces } = traitsOf(known);
  const proxies = new Set([...proxyIdentities(before), ...proxyIdentities(after)]);
  const isNew = (name: string) => {
    const client = pairNamed(before, after, name).at(0)?.before[0];
    return client !== undefined && !isUnknown(client.identity) && !identities.has(client.identity) && !proxies.has(client.identity);
  };
  const accounts = policies.flatMap(identitiesIn).filter(isNew);
  const others = policies.flatMap(namespacesIn).filter((namespace) => !namespaces.has(namespace)).map((namespace) => `sa:${namespace}/unnamed`);
  const names = [...new Set([...accounts, ...others.filter(isNew)])].sort(compareText);
  return groupAlike(names.flatMap((name) => pairNamed(before, after, name)));
}

/** What is known of the captured clients of the meshes. */
const traitsOf = remember((known: readonly ClientGroup[]) => {
  const captured = known.flatMap((group) => [...group.before, ...group.after]).filter(({ isCaptured }) => isCaptured);
  return { identities: new Set(captured.map(({ identity }) => identity)), namespaces: new Set(captured.map(({ namespace }) => namespace)) };
});

/** Waypoints send for others only. */
const proxyIdentities = remember((mesh: MeshObjects): readonly unknown[] =>
  waypointsOf(mesh).map((waypoint) => waypointIdentity(mesh, waypoint)));

/** Service accounts that a policy names in full. */
function identitiesIn({ namespace, body: { spec } }: AuthorizationPolicy): string[] {
  const ofSource = (spec?.rules ?? []).flatMap(({ from = [] }) => from).flatMap(({ source = {} }) => [
    ...[...source.principals ?? [], ...source.notPrincipals ?? []].flatMap(identityOf),
    ...[...source.serviceAccounts ?? [], ...source.notServiceAccounts ?? []].map((account) => accountOf(account, namespace)),
  ]);
  const ofKeys = conditions(spec, 'source.principal').flatMap(identityOf);
  return [...ofSource, ...ofKeys, ...conditions(spec, 'source.serviceAccount').map((account) => accountOf(account, namespace))];
}

function identityOf(principal: string): string[] {
  return /^[^/*]+\/ns\/[^/*]+\/sa\/[^/*]+$/.test(principal) ? [`spiffe://${principal}`] : [];
}

function accountOf(account: string, namespace: string): string {
  return `sa:${account.includes('/') ? account : `${namespace}/${account}`}`;
}

/** Namespaces that a policy names, be it in a prefix of identities. */
function namespacesIn({ body: { spec } }: AuthorizationPolicy): string[] {
  const ofSource = (spec?.rules ?? []).flatMap(({ from = [] }) => from).flatMap(({ source = {} }) => [
    ...source.namespaces ?? [],
    ...source.notNamespaces ?? [],
    ...[...source.principals ?? [], ...source.notPrincipals ?? []].flatMap((principal) => /\/ns\/([^/*]+)\/.*\*$/.exec(principal)?.[1] ?? []),
  ]);
  return [...ofSource, ...conditions(spec, 'source.namespace')].filter((namespace) => namespace !== '' && !namespace.includes('*'));
}

function conditions(spec: AuthorizationPolicy['body']['spec'], key: string): string[] {
  return (spec?.rules ?? []).flatMap(({ when = [] }) => when).filter((one) => one.key === key)
    .flatMap(({ values = [], notValues = [] }) => [...values, ...notValues]);
}
