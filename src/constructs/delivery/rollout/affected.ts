import { policySubjects, subjectsOf } from './live-policies';
import type { Live } from './moments';
import { isPolicy, isUser, keyOf, objectKey } from './output';
import type { Destination } from './waypoint-use';
import { usesOf } from './waypoint-use';
import { groupOf, NETWORKING_GROUP } from '../../../istio/groups';
import type { Manifest } from '../manifest';

/**
 * Where requests may meet other policies on the way from one output to the next: what is not changed, nor the namespace, the
 * waypoints and the policies of it, is left out.
 * @param declared the waypoints of the app
 */
export function affectedIn(start: Live, end: Live, declared: ReadonlySet<string>): Destination[] {
  const changed = changedBetween(start, end);
  const subjects = new Set(changed.flatMap((manifest) => [keyOf(manifest), ...(isPolicy(manifest) ? policySubjects(manifest) : [])]));
  return destinationsIn(start, end).filter((destination) => {
    const uses = [start, end].flatMap((live) => usesOf(live, destination, declared));
    const own = [destination.key, namespaceKey(destination.namespace), ...uses.flatMap((use) => subjectsOf(destination, use))];
    return own.some((subject) => subjects.has(subject));
  });
}

/** The manifests that are not the same at both moments, each as it is there. */
function changedBetween(start: Live, end: Live): Manifest[] {
  const differing = (one: Live, other: Live) => [...one].flatMap(([key, manifest]) => isSame(manifest, other.get(key)) ? [] : [manifest]);
  return [...differing(start, end), ...differing(end, start)];
}

function isSame(one: Manifest, other: Manifest | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** What is there in the end, what policies are for, and whatever else is in the namespaces of all that. */
function destinationsIn(start: Live, end: Live): Destination[] {
  const manifests = [...start.values(), ...end.values()];
  const users = [...end.values()].filter((manifest) => isUser(manifest) && manifest.kind !== 'Namespace');
  const namespaces = new Set(manifests.map(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : metadata.namespace)));
  const found = [
    ...users.map((manifest) => destinationOf(groupOf(manifest), manifest.kind, manifest.metadata)),
    ...manifests.filter(isPolicy).flatMap(targetedBy),
    ...[...namespaces].flatMap((namespace) => ['Service', 'Pod'].map((kind) => ({ key: namespaceKey(namespace), kind, namespace, name: '' }))),
  ];
  return [...new Map(found.map((destination) => [`${destination.key} ${destination.kind}`, destination])).values()];
}

function targetedBy({ metadata: { namespace }, spec }: Manifest): Destination[] {
  const refs: Manifest[] = (spec?.targetRefs ?? []).filter(({ kind }: Manifest) => ['Service', 'ServiceEntry'].includes(kind));
  return refs.map(({ kind, name }) => destinationOf(kind === 'Service' ? '' : NETWORKING_GROUP, kind, { namespace, name }));
}

function destinationOf(group: string, kind: string, { namespace, name }: Manifest): Destination {
  return { key: objectKey(group, kind, namespace, name), kind, namespace, name };
}

function namespaceKey(namespace: string): string {
  return objectKey('', 'Namespace', '', namespace);
}
