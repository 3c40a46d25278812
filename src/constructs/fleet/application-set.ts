import { clusterPath } from './cluster-name';
import type { ArgoCdFleetOptions } from './fleet-delivery-options';
import { ClusterGenerator } from './fleet-delivery-options';
import { parentTemplate } from '../delivery/argo-cd-applications';
import { healthFile } from '../delivery/argo-cd-health';
import type { DeliveryFile } from '../delivery/delivered-objects';

type Options = ArgoCdFleetOptions & Required<Pick<ArgoCdFleetOptions, 'name' | 'generator'>>;

/** The ApplicationSet that makes the Application of each cluster, which applies those of its stages, and what Argo CD needs once. */
export function applicationSetFiles(options: Options, clusters: readonly string[]): DeliveryFile[] {
  return [{ path: 'gitops/argocd/applicationset.yaml', documents: [applicationSet(options, clusters)] }, healthFile(options)];
}

function applicationSet(options: Options, clusters: readonly string[]) {
  const { name, argoCdNamespace = 'argocd' } = options;
  const { generator, cluster } = generatorOf(options, clusters);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name, namespace: argoCdNamespace },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [generator],
      // A cluster that leaves the fleet keeps its waypoints: they would go before the labels that name them.
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: parentTemplate({ ...options, path: clusterPath(options.path, cluster), applicationName: `${name}-${cluster}` }),
    },
  };
}

/** How the clusters are found, and how the template names one. */
interface Generator {
  readonly generator: unknown;
  readonly cluster: string;
}

function generatorOf({ generator, repositoryUrl, targetRevision = 'HEAD', path }: Options, clusters: readonly string[]): Generator {
  if (generator === ClusterGenerator.GIT_DIRECTORIES) {
    return {
      generator: { git: { repoURL: repositoryUrl, revision: targetRevision, directories: [{ path: clusterPath(path, '*') }] } },
      cluster: '{{ .path.basename }}',
    };
  }
  return { generator: { list: { elements: clusters.map((name) => ({ cluster: name })) } }, cluster: '{{ .cluster }}' };
}
