import { isWaypoint } from './facts/gateways';
import { partsOf } from './facts/parts';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { BindingReason } from '../binding/binding';
import { workloadBindingOf } from '../binding/served-by';
import { USE_WAYPOINT } from '../istio/labels';
import { isMapping } from '../mesh/fields';
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, NAMESPACE, REPLICA_SET, SERVICE, STATEFUL_SET } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { ROLLOUT, TEMPLATED } from '../mesh/kinds/pod-controllers';
import { isOf } from '../mesh/manifest';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { workloadsOf } from '../registry/workloads';

export const labelOnWorkload: Rule = {
  id: 'label-on-workload',
  severity: Severity.WARNING,
  summary: 'a use-waypoint label is on a workload or a waypoint, and neither on pods nor on a Service, or on pods on the network of their node',
  why: 'Istio reads the label from Pods, Services, ServiceEntries and Namespaces: on a Deployment, the account that its pods run as, or a waypoint it does nothing, and by the address of a node ztunnel knows no pod, nor its waypoint',
  fix: 'label the Service, or the template of the pods for a waypoint that takes workloads',
  unsaidBy: [USE_WAYPOINT],
  *check(mesh) {
    for (const kind of KINDS) {
      for (const subject of mesh.all(kind)) {
        const value = Object.hasOwn(subject.labels, USE_WAYPOINT) ? subject.labels[USE_WAYPOINT] : undefined;
        if (value === undefined || isPassedOn(mesh, subject) || isReadElsewhere(mesh, subject, value)) continue;
        yield { subject, path: ['metadata', 'labels', USE_WAYPOINT], message: `"${value}" is never read from a ${subject.kind}` };
      }
    }
    yield* onNodes(mesh);
  },
};

/**
 * The labels of pods on the network of their node, that bind them in vain.
 * @see ztunnel src/state/workload.rs WorkloadStore.insert
 */
function* onNodes(mesh: MeshObjects): Generator<Offence> {
  for (const workload of workloadsOf(mesh).filter(({ pod, labels }) => pod?.hostNetwork && Object.hasOwn(labels, USE_WAYPOINT))) {
    const { subject: { manifest: subject }, labels, podPath } = workload;
    const binding = workloadBindingOf(mesh, workload);
    if (!NAMES_WAYPOINT.has(binding.reason) || areLabelled(mesh, subject.namespace, labels[USE_WAYPOINT])) continue;
    yield {
      subject,
      path: binding.claim!.evidence.path,
      message: `"${labels[USE_WAYPOINT]}" does nothing: the pods are on the network of their node`,
      related: [{ manifest: subject, path: [...podPath, 'hostNetwork'] }],
    };
  }
}

/** What else is wrong with a label has rules of its own. */
const NAMES_WAYPOINT: ReadonlySet<BindingReason> = new Set([BindingReason.ACCEPTED, BindingReason.UNKNOWN]);

const SERVICE_ACCOUNT = { group: '', kind: 'ServiceAccount', namespaced: true, fields: {} };
const KINDS = [DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, JOB, CRON_JOB, ROLLOUT, ...TEMPLATED, SERVICE_ACCOUNT, GATEWAY];

/** Labels of an ingress are copied to its Service, from which they are read; those of a waypoint too, but not from there. */
function isPassedOn(mesh: MeshObjects, subject: Manifest): boolean {
  return isOf(GATEWAY, subject) && !isWaypoint(mesh, subject);
}

/** A label that is put on all objects of an application is on those too that it is read from. */
function isReadElsewhere(mesh: MeshObjects, { namespace, body }: Manifest, value: string): boolean {
  const ofPods = [['spec'], ['spec', 'jobTemplate', 'spec']].flatMap((path) => partsOf(body, [...path, 'template', 'metadata', 'labels'])).filter(isMapping);
  return ofPods.some((labels) => labels[USE_WAYPOINT] === value) || areLabelled(mesh, namespace, value);
}

function areLabelled(mesh: MeshObjects, namespace: string, value: string): boolean {
  const others = [...mesh.inNamespace(SERVICE, namespace), ...mesh.inNamespace(SERVICE_ENTRY, namespace), mesh.find(NAMESPACE, '', namespace)];
  return others.some((one) => one?.labels[USE_WAYPOINT] === value);
}
