import type { ChangedObject } from './changed-objects';
import { anyOf } from './changed-objects';
import { affectedHosts, hostsLeadingTo } from './route-reach';
import { canaryClaimOf } from '../binding/canary';
import { claimOf } from '../binding/claim';
import { NAMESPACE, SERVICE } from '../mesh/kinds/core';
import { GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { MeshService } from '../registry/mesh-service';
import { subjectsIn } from '../registry/subject';
import type { Subject } from '../registry/subject';

/** What a set of changes can have an effect on: more than it has, never less. */
export interface Scope {
  /** Whether the changes can be felt by who dials a service. */
  hasService(service: MeshService): boolean;
  /** Whether the changes can decide which waypoint a subject has, or what is enforced before it. */
  hasSubject(subject: Subject): boolean;
  /** Whether policies and routes of a namespace can have another effect. */
  hasNamespace(namespace: string): boolean;
}

/** The scope that holds everything. */
export const EVERYTHING: Scope = { hasService: () => true, hasSubject: () => true, hasNamespace: () => true };

/**
 * The scope of changes. An object has its effect on what is in its namespace, on what a waypoint there serves, on what routes lead there,
 * and on what has the same host names.
 */
export function scopeOf(meshes: readonly MeshObjects[], changes: readonly ChangedObject[]): Scope {
  const namespaces = new Set(changes.map(namespaceOf));
  const hosts = affectedHosts(meshes, changes);
  if (hosts === 'all' || meshes.some(({ config }) => namespaces.has(config.rootNamespace)) || changes.some(isForAll)) return EVERYTHING;
  const leading = meshes.flatMap((mesh) => namespaces.size > 0 ? hostsLeadingTo(mesh, namespaces, hosts) : []);
  if (leading.some((host) => host.startsWith('*'))) return EVERYTHING;
  const reached = new Set([...hosts, ...leading]);
  const hasSubject = (subject: Subject) => namespaces.has(subject.manifest.namespace)
    || meshes.some((mesh) => waypointNamespaces(mesh, subject).some((namespace) => namespaces.has(namespace)));
  const served = namespaces.size > 0 ? servedNamespaces(meshes, hasSubject) : new Set<string>();
  return {
    hasService: ({ owner, host }) => reached.has(host) || hasSubject(subjectsIn(owner)[0]),
    hasSubject,
    hasNamespace: (namespace) => namespaces.has(namespace) || served.has(namespace),
  };
}

function namespaceOf(change: ChangedObject): string {
  const manifest = anyOf(change);
  return isOf(NAMESPACE, manifest) ? manifest.name : manifest.namespace;
}

/** Classes are for all namespaces. */
function isForAll(change: ChangedObject): boolean {
  return isOf(GATEWAY_CLASS, anyOf(change));
}

/** Where the waypoints are that a subject asks for, be they there or not. */
function waypointNamespaces(mesh: MeshObjects, subject: Subject): string[] {
  const claim = claimOf(mesh, subject);
  if (!claim?.waypoint) return [];
  const canary = canaryClaimOf(mesh, subject, claim.isInherited);
  return [claim.waypoint.namespace, ...canary ? [canary.name.namespace] : []];
}

function servedNamespaces(meshes: readonly MeshObjects[], hasSubject: (subject: Subject) => boolean): Set<string> {
  const owners = meshes.flatMap((mesh) => [...mesh.all(SERVICE), ...mesh.all(SERVICE_ENTRY)]);
  return new Set(owners.filter((owner) => hasSubject(subjectsIn(owner)[0])).map(({ namespace }) => namespace));
}
