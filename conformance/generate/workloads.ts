import { enrollmentMarks } from './enrollment';
import type { Manifest, Marks } from './manifest';
import { manifest, mergeMarks, NETWORKING } from './manifest';
import type { Named, Plan } from './plan';

/** The workloads of the plan: Pods, their controllers, and WorkloadEntries. */
export function workloads(plan: Plan): Manifest[] {
  return plan.workloads.map((name) => workload(plan, name));
}

function workload(plan: Plan, name: Named): Manifest {
  const { random } = plan;
  switch (random.pick(['Deployment', 'Deployment', 'StatefulSet', 'DaemonSet', 'Pod', 'Pod', 'WorkloadEntry'])) {
    case 'Deployment': return controller(plan, name, 'Deployment');
    case 'StatefulSet': return controller(plan, name, 'StatefulSet');
    case 'DaemonSet': return controller(plan, name, 'DaemonSet');
    case 'Pod': return pod(plan, name);
    default: return workloadEntry(plan, name);
  }
}

/** What a Pod is labelled with: mostly the app of a Service, so that it has endpoints. */
function podMarks(plan: Plan, { namespace, name }: Named): Marks {
  const { random } = plan;
  const theirs = plan.services.filter((service) => service.namespace === namespace);
  const own = {
    labels: {
      'app': theirs.length > 0 && random.chance(0.8) ? random.pick(theirs).name : name,
      'version': random.pick(['v1', 'v2', undefined]),
      'istio.io/dataplane-mode': random.maybe(0.15, () => random.pick(['ambient', 'none', 'other'])),
      'gateway.networking.k8s.io/gateway-name': random.maybe(0.07, () => random.pick(plan.gateways).name),
      'security.istio.io/tlsMode': random.maybe(0.03, () => 'istio'),
    },
    annotations: {
      'sidecar.istio.io/status': random.maybe(0.05, () => '{}'),
    },
  };
  const { labels } = enrollmentMarks(plan, namespace, 0.35);
  return mergeMarks(own, { labels });
}

function podSpec({ random }: Plan, name: string): Record<string, unknown> {
  return {
    ...random.maybe(0.7, () => ({ serviceAccountName: random.pick([name, 'web', 'default']) })),
    ...random.maybe(0.05, () => ({ hostNetwork: true })),
    containers: [{ name: 'app', image: 'example.com/app:1', ...random.maybe(0.3, () => ({ ports: [{ name: 'web', containerPort: 8080 }] })) }],
  };
}

function controller(plan: Plan, name: Named, kind: string): Manifest {
  const { random } = plan;
  const { labels, annotations } = podMarks(plan, name);
  const template = manifest('', '', undefined, '', { spec: podSpec(plan, name.name) }, { labels, annotations });
  const { metadata: { labels: podLabels, annotations: podAnnotations }, spec } = template;
  return manifest('apps/v1', kind, name.namespace, name.name, {
    spec: {
      ...(kind !== 'DaemonSet' && random.maybe(0.15, () => ({ replicas: random.pick([0, 1, 3]) }))),
      ...(kind === 'StatefulSet' && { serviceName: name.name }),
      selector: { matchLabels: { app: podLabels?.app } },
      template: { metadata: { labels: podLabels, ...(podAnnotations && { annotations: podAnnotations }) }, spec },
    },
  }, { labels: { 'istio.io/use-waypoint': random.maybe(0.03, () => 'waypoint') } });
}

function pod(plan: Plan, name: Named): Manifest {
  return manifest('v1', 'Pod', name.namespace, name.name, { spec: podSpec(plan, name.name) }, podMarks(plan, name));
}

function workloadEntry(plan: Plan, { namespace, name }: Named): Manifest {
  const { random } = plan;
  const address = random.pick([`10.90.${random.int(200)}.7`, `10.90.${random.int(200)}.8`, 'vm.example.com']);
  const labels = { app: random.pick(['vm0', name]) };
  const own = { labels: { ...labels, 'istio.io/rev': random.maybe(0.05, () => random.pick(['default', 'canary'])) } };
  const spec = { address, ...random.maybe(0.7, () => ({ labels })), serviceAccount: 'vm' };
  return manifest(NETWORKING, 'WorkloadEntry', namespace, name, { spec }, mergeMarks(own, { labels: enrollmentMarks(plan, namespace, 0.45).labels }));
}
