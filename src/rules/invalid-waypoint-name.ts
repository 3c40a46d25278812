import type { PlacedClaim } from './facts/claims';
import { claimsOf, isNamespaceName, isWaypointName } from './facts/claims';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { NO_WAYPOINT, USE_WAYPOINT_CANARY, USE_WAYPOINT_NAMESPACE } from '../istio/labels';
import { NAMESPACE, SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { Manifest } from '../mesh/manifest';

export const invalidWaypointName: Rule = {
  id: 'invalid-waypoint-name',
  severity: Severity.ERROR,
  summary: 'the value of a use-waypoint label is no name that a waypoint can have',
  why: 'any value but "none" ends the search for a waypoint: nothing is bound, and traffic goes direct',
  fix: 'write the name of the Gateway alone, "none" in lower case, or remove the label; the namespace goes into istio.io/use-waypoint-namespace',
  *check(mesh) {
    for (const claim of claimsOf(mesh)) yield* waypointNames(claim);
    for (const subject of [NAMESPACE, SERVICE, SERVICE_ENTRY].flatMap((kind): readonly Manifest[] => mesh.all(kind))) {
      const name = Object.hasOwn(subject.labels, USE_WAYPOINT_CANARY) ? subject.labels[USE_WAYPOINT_CANARY] : '';
      if (name === '' || isWaypointName(name) || !isLabelValue(name)) continue;
      yield { subject, path: ['metadata', 'labels', USE_WAYPOINT_CANARY], message: complaint(name) };
    }
  },
};

function* waypointNames({ owner: subject, evidence, waypoint }: PlacedClaim): Generator<Offence> {
  if (!waypoint || !isLabelValue(waypoint.name)) return;
  const { name, namespace } = waypoint;
  if (!isWaypointName(name)) {
    const edit = name.toLowerCase() === NO_WAYPOINT ? { kind: 'set', value: NO_WAYPOINT } as const : undefined;
    yield { subject, path: evidence.path, message: complaint(name), ...edit && { edit } };
  } else if (!isNamespaceName(namespace)) {
    yield { subject, path: [...evidence.path.slice(0, -1), USE_WAYPOINT_NAMESPACE], message: noNamespace(namespace) };
  }
}

/** What can be no label at all the API server refuses, but for a slash, which is meant to name a namespace. */
function isLabelValue(value: string): boolean {
  return /^([A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?)?$/.test(value);
}

function noNamespace(name: string): string {
  return name === '' ? 'the value is empty: Istio looks in a Namespace without name' : `no Namespace can be named "${name}"`;
}

function complaint(name: string): string {
  if (name === '') return 'the value is empty, which is not "none": Istio looks for a Gateway without name';
  if (name.toLowerCase() === NO_WAYPOINT) return `"${name}" is not "none": Istio looks for a Gateway of that name`;
  const [namespace, ...rest] = name.split('/');
  if (rest.length > 0) return `"${name}" names a namespace, expected "${rest.join('/')}" and the label istio.io/use-waypoint-namespace: ${namespace}`;
  return `no Gateway can be named "${name}", expected lower case letters, digits and "-"`;
}
