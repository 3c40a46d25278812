import { clusterPath } from './cluster-name';
import { ClusterGenerator } from './fleet-delivery-options';
import { ARGO_CD_VERSION } from '../../istio/groups';
import { parentTemplate } from '../delivery/argo-cd-applications';
import { healthFile } from '../delivery/argo-cd-health';
import type { CompleteArgoCdOptions } from '../delivery/complete-options';
import type { DeliveryFile } from '../delivery/delivered-objects';

/**
 * The ApplicationSet that makes the Application of each cluster, which applies those of its stages, and what Argo CD needs once.
 * @param options of all clusters: the path of their folders, and what the names of their Applications begin with
 */
export function applicationSetFiles(options: CompleteArgoCdOptions, kind: ClusterGenerator, clusters: readonly string[]): DeliveryFile[] {
  const generator = kind === ClusterGenerator.GIT_DIRECTORIES ? gitGenerator(options) : listGenerator(clusters);
  return [{ path: 'gitops/argocd/applicationset.yaml', documents: [applicationSet(options, generator)] }, healthFile(options)];
}

/**
 * The options of one cluster.
 * @param options of all clusters
 * @param cluster its name, or what stands for it in a template
 */
export function clusterOptions(options: CompleteArgoCdOptions, cluster: string): CompleteArgoCdOptions {
  return { ...options, path: clusterPath(options.path, cluster), applicationName: `${options.applicationName}-${cluster}` };
}

function applicationSet(options: CompleteArgoCdOptions, { generator, cluster }: Generator) {
  return {
    apiVersion: ARGO_CD_VERSION,
    kind: 'ApplicationSet',
    metadata: { name: options.applicationName, namespace: options.argoCdNamespace },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [generator],
      // A cluster that leaves the fleet keeps its waypoints: they would go before the labels that name them.
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: parentTemplate(clusterOptions(options, cluster)),
    },
  };
}

/** How the clusters are found, and how the template names one. */
interface Generator {
  readonly generator: unknown;
  readonly cluster: string;
}

function listGenerator(clusters: readonly string[]): Generator {
  return { generator: { list: { elements: clusters.map((cluster) => ({ cluster })) } }, cluster: '{{ .cluster }}' };
}

function gitGenerator({ repositoryUrl, targetRevision, path }: CompleteArgoCdOptions): Generator {
  return {
    generator: { git: { repoURL: repositoryUrl, revision: targetRevision, directories: [{ path: clusterPath(path, '*') }] } },
    cluster: '{{ .path.basename }}',
  };
}
