import type { IConstruct } from 'constructs';
import { GATEWAY_API_GROUP, groupOf } from '../../istio/groups';
import type { Manifest } from '../delivery/manifest';
import { ObjectRef } from '../object-ref';
import { problem } from '../problem';

/** A kind that makes pods: where the template of its pods is, and how it is referred to. */
interface WorkloadKind {
  readonly template: (spec: Manifest) => Manifest | undefined;
  readonly ref: (name: string, namespace: string) => ObjectRef;
}

const WORKLOADS: Record<string, WorkloadKind> = {
  Deployment: { template: (spec) => spec.template, ref: (name, namespace) => ObjectRef.deployment(name, { namespace }) },
  StatefulSet: { template: (spec) => spec.template, ref: (name, namespace) => ObjectRef.statefulSet(name, { namespace }) },
  DaemonSet: { template: (spec) => spec.template, ref: (name, namespace) => ObjectRef.daemonSet(name, { namespace }) },
  Job: { template: (spec) => spec.template, ref: (name, namespace) => ObjectRef.job(name, { namespace }) },
  CronJob: { template: (spec) => spec.jobTemplate?.spec?.template, ref: (name, namespace) => ObjectRef.cronJob(name, { namespace }) },
};

/** A workload, with what decides which waypoint it had. */
interface Workload {
  readonly ref: ObjectRef;
  readonly namespace: string;
  readonly account: string;
  readonly labels: Record<string, string>;
}

/** The objects that waypoints were declared for, from manifests as they are. */
export class LegacyObjects {
  private readonly workloads: readonly Workload[];

  constructor(private readonly scope: IConstruct, private readonly manifests: readonly Manifest[]) {
    for (const [index, manifest] of manifests.entries()) {
      if (!manifest?.kind || !manifest.metadata?.name) throw problem(scope, `manifests[${index}] is no manifest: pass parsed objects with "kind" and "metadata.name", such as those of Yaml.load`);
    }
    this.workloads = manifests.flatMap((manifest) => this.workloadOf(manifest));
  }

  /** The Gateways of the Gateway API. */
  public gateways(): Manifest[] {
    return this.manifests.filter((manifest) => manifest.kind === 'Gateway' && groupOf(manifest) === GATEWAY_API_GROUP);
  }

  /** The Namespaces and Services that have an annotation, by its value. */
  public annotated(annotation: string): { readonly value: string; readonly namespace: string; readonly ref: ObjectRef }[] {
    return this.manifests.filter(({ kind, metadata }) => ['Namespace', 'Service'].includes(kind) && metadata.annotations?.[annotation] !== undefined)
      .map((manifest) => {
        const { kind, metadata: { name, annotations } } = manifest;
        const namespace = kind === 'Namespace' ? name : this.namespaceOf(manifest);
        return { value: annotations[annotation], namespace, ref: kind === 'Namespace' ? ObjectRef.namespace(name) : ObjectRef.service(name, { namespace }) };
      });
  }

  /** The workloads that run as a ServiceAccount. */
  public workloadsOf(namespace: string, account: string): ObjectRef[] {
    return this.running(namespace, account).map(({ ref }) => ref);
  }

  /** The Services that select a workload which runs as a ServiceAccount. */
  public servicesOf(namespace: string, account: string): ObjectRef[] {
    const running = this.running(namespace, account);
    return this.services(namespace).filter(({ spec }) => running.some(({ labels }) => selects(spec?.selector, labels)))
      .map(({ metadata: { name } }) => ObjectRef.service(name, { namespace }));
  }

  /** An object that has the name which istiod would give to what it makes for a waypoint, and so keeps it from that. */
  public inTheWayOf(namespace: string, waypointName: string): string | undefined {
    const found = this.manifests.find((manifest) => ['Deployment', 'Service', 'ServiceAccount'].includes(manifest.kind)
      && manifest.metadata.name === waypointName && this.namespaceOf(manifest) === namespace);
    return found && `${found.kind} ${namespace}/${waypointName}`;
  }

  /** The namespace that a manifest is in. */
  public namespaceOf({ kind, metadata: { name, namespace } }: Manifest): string {
    if (!namespace) throw problem(this.scope, `${kind} "${name}" of "manifests" has no namespace: write metadata.namespace into it`);
    return namespace;
  }

  private running(namespace: string, account: string): Workload[] {
    return this.workloads.filter((workload) => workload.namespace === namespace && workload.account === account);
  }

  private services(namespace: string): Manifest[] {
    return this.manifests.filter((manifest) => manifest.kind === 'Service' && groupOf(manifest) === '' && this.namespaceOf(manifest) === namespace);
  }

  private workloadOf(manifest: Manifest): Workload[] {
    const { kind, metadata: { name } } = manifest;
    const template = kind === 'Pod' ? manifest : WORKLOADS[kind]?.template(manifest.spec ?? {});
    if (!template) return [];
    const namespace = this.namespaceOf(manifest);
    const ref = kind === 'Pod' ? ObjectRef.pod(name, { namespace }) : WORKLOADS[kind].ref(name, namespace);
    return [{ ref, namespace, account: template.spec?.serviceAccountName ?? 'default', labels: template.metadata?.labels ?? {} }];
  }
}

function selects(selector: Record<string, string> | undefined, labels: Record<string, string>): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
