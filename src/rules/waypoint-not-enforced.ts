import { bypassingClients } from './facts/bypassing-clients';
import { foreignIngresses } from './facts/foreign-ingress';
import { identitiesOf } from './facts/identity';
import type { OpenService } from './facts/open-services';
import { openServices } from './facts/open-services';
import { haveNamedPods, namedPodsOf } from './facts/stateful-sets';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { waypointText } from '../binding/status-text';
import type { Evidence } from '../mesh/evidence';
import { groupBy } from '../mesh/group-by';
import type { MeshObjects } from '../mesh/mesh-objects';

export const waypointNotEnforced: Rule = {
  id: 'waypoint-not-enforced',
  severity: Severity.WARNING,
  summary: 'the policies of a waypoint can be got around: nothing at the pods insists on it',
  why: 'ztunnel does not ask whether a connection came through the waypoint: who dials a pod, or is not captured, meets none of its policies',
  fix: 'add an AuthorizationPolicy for the pods that admits the identity of the waypoint alone, as the message has it',
  unsaidBy: ['AuthorizationPolicy'],
  *check(mesh) {
    if (!canTell(mesh)) return;
    const groups = groupBy(openServices(mesh), ({ bound, service }) => [`${waypointText(bound.waypoint)} ${service.namespace}`]);
    for (const services of groups.values()) {
      const way = wayAround(mesh, services);
      if (way || mesh.isComplete) yield { ...offence(mesh, services, way), ...!way && { severity: Severity.INFO } };
    }
  },
};

/** Whether there may be anything to say at all, which is quick to see. */
function canTell(mesh: MeshObjects): boolean {
  return mesh.isComplete || bypassingClients(mesh).length > 0 || haveNamedPods(mesh) || foreignIngresses(mesh).size > 0;
}

/** Who goes around the waypoint, or how that is done. */
interface WayAround {
  readonly text: string;
  readonly evidence: Evidence;
}

/** What in the input is bound to go around. That somebody might, is advice for who has all of the cluster in the input. */
function wayAround(mesh: MeshObjects, services: readonly OpenService[]): WayAround | undefined {
  const [client] = bypassingClients(mesh);
  if (client) return { text: `as by what ${client.manifest.kind} ${client.manifest.name} sends`, evidence: client };
  const ingress = services.flatMap(({ service }) => foreignIngresses(mesh).get(service) ?? [])[0];
  if (ingress) return { text: `as by the ingress of ${ingress.kind} ${ingress.name}, unless that dials the address of the Service`, evidence: { manifest: ingress, path: ['spec'] } };
  const pods = services.flatMap(({ service }) => namedPodsOf(mesh, service) ?? [])[0];
  return pods && { text: `as by the names of the pods of StatefulSet ${pods.name}`, evidence: { manifest: pods, path: ['spec', 'serviceName'] } };
}

function offence(mesh: MeshObjects, services: readonly OpenService[], way: WayAround | undefined): Offence {
  const [{ policy, service, bound }, ...others] = services;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  const how = way ? `, ${way.text}` : '';
  const principals = identitiesOf(mesh, bound);
  const guard = principals.length > 0 ? `; to insist on it, ${guardOf(service, principals)}` : '';
  return {
    subject: policy,
    path: ['spec'],
    message: `the pods of Service ${service.name}${more} can be reached past waypoint "${waypointText(bound.waypoint)}"${how}${guard}`,
    ...way && { related: [way.evidence] },
  };
}

/** The spec of a policy that admits waypoints alone. */
function guardOf({ body }: OpenService['service'], principals: readonly string[]): string {
  const labels = Object.entries(body.spec?.selector ?? {}).map(([name, value]) => `${name}: ${value}`).join(', ');
  const source = `{ principals: [${principals.map((principal) => `"${principal}"`).join(', ')}] }`;
  return `spec: { selector: { matchLabels: { ${labels} } }, action: ALLOW, rules: [{ from: [{ source: ${source} }] }] }`;
}
