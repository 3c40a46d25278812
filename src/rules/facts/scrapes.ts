import { SERVICE } from '../../mesh/kinds/core';
import type { LabelSelector } from '../../mesh/kinds/kind';
import { POD_MONITOR, SERVICE_MONITOR } from '../../mesh/kinds/prometheus';
import { matchesSelector } from '../../mesh/label-selector';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { endpointsOf } from '../../registry/endpoints';
import { servicesOf } from '../../registry/mesh-service';
import { containerPort, targetPort } from '../../registry/target-port';
import type { Workload } from '../../registry/workloads';
import { labelledWorkloads, workloadsIn } from '../../registry/workloads';

export type Monitor = ManifestOf<typeof SERVICE_MONITOR> | ManifestOf<typeof POD_MONITOR>;

/** A port of pods that Prometheus is told to scrape. It dials the pods, also where a monitor names Services. */
export interface Scrape {
  readonly monitor: Monitor;
  readonly workload: Workload;
  readonly port: number;
}

/** All scrapes that monitors in the input ask for, as far as their pods and ports are in the input. */
export const scrapesOf = remember((mesh: MeshObjects): readonly Scrape[] => [
  ...mesh.all(SERVICE_MONITOR).flatMap((monitor) => namespacesOf(mesh, monitor).flatMap((name) => ofServices(mesh, monitor, name))),
  ...mesh.all(POD_MONITOR).flatMap((monitor) => namespacesOf(mesh, monitor).flatMap((name) => ofPods(mesh, monitor, name))),
]);

function namespacesOf(mesh: MeshObjects, { namespace, body }: Monitor): readonly string[] {
  const { any, matchNames } = body.spec?.namespaceSelector ?? {};
  if (any) return allNamespaces(mesh);
  return matchNames?.length ? matchNames : [namespace];
}

const allNamespaces = remember((mesh: MeshObjects): readonly string[] => [...new Set(mesh.all(SERVICE).map(({ namespace }) => namespace))]);

function ofServices(mesh: MeshObjects, monitor: ManifestOf<typeof SERVICE_MONITOR>, namespace: string): Scrape[] {
  const { selector, endpoints = [] } = monitor.body.spec ?? {};
  const services = mesh.inNamespace(SERVICE, namespace).filter(({ labels }) => matches(selector, labels));
  return services.flatMap((owner) => servicesOf(owner, mesh.clusterDomain)).flatMap((service) =>
    endpointsOf(mesh, service).flatMap((workload) => endpoints.flatMap(({ port: name, targetPort: target }) => {
      const number = service.ports.find((each) => each.name === name)?.number;
      const port = number === undefined ? portOf(workload, target) : targetPort(service, number, workload);
      return port === undefined ? [] : [{ monitor, workload, port }];
    })));
}

function ofPods(mesh: MeshObjects, monitor: ManifestOf<typeof POD_MONITOR>, namespace: string): Scrape[] {
  const { selector, podMetricsEndpoints = [] } = monitor.body.spec ?? {};
  const { matchLabels = {} } = selector ?? {};
  const candidates = Object.keys(matchLabels).length > 0 ? labelledWorkloads(mesh, namespace, matchLabels) : workloadsIn(mesh, namespace);
  return candidates.filter(({ pod, labels }) => pod && matches(selector, labels)).flatMap((workload) =>
    podMetricsEndpoints.flatMap(({ port: name, portNumber, targetPort: target }) => {
      const port = portNumber ?? portOf(workload, name ?? target);
      return port === undefined ? [] : [{ monitor, workload, port }];
    }));
}

function portOf(workload: Workload, port: number | string | undefined): number | undefined {
  return typeof port === 'string' ? containerPort(workload, port) : port;
}

function matches(selector: LabelSelector | undefined, labels: Workload['labels']): boolean {
  return matchesSelector(selector, { labels, isKnown: true }) === true;
}

/** What is scraped, as text. */
export function scrapeText({ monitor: { kind, namespace, name }, workload: { subject: { manifest } }, port }: Scrape): string {
  return `${kind} ${namespace}/${name} scrapes port ${port} of ${manifest.kind} ${manifest.name}`;
}
