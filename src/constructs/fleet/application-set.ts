import type { ArgoCdFleetOptions } from './fleet-delivery-options';
import { ClusterGenerator } from './fleet-delivery-options';
import { applicationSpec, healthFiles } from '../delivery/argo-cd-files';
import type { DeliveryFile } from '../delivery/delivered-objects';

type Options = ArgoCdFleetOptions & Required<Pick<ArgoCdFleetOptions, 'name' | 'generator'>>;

/** The ApplicationSet that makes an Application for each cluster, and what Argo CD needs once. */
export function applicationSetFiles(options: Options, clusters: readonly string[]): DeliveryFile[] {
  return [{ path: 'gitops/argocd/applicationset.yaml', documents: [applicationSet(options, clusters)] }, ...healthFiles(options)];
}

function applicationSet(options: Options, clusters: readonly string[]) {
  const { name, argoCdNamespace = 'argocd' } = options;
  const { generator, cluster, destination } = generatorOf(options, clusters);
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
      template: {
        metadata: {
          name: `${name}-${cluster}`,
          annotations: {
            'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
            // So that a commit for one cluster does not make Argo CD render all of them.
            'argocd.argoproj.io/manifest-generate-paths': '.',
          },
        },
        spec: applicationSpec({ ...options, path: `${options.path}/clusters/${cluster}`, applicationName: `${name}-${cluster}` }, destination),
      },
    },
  };
}

/** How the clusters are found, and how the template names one and its API server. */
interface Generator {
  readonly generator: unknown;
  readonly cluster: string;
  readonly destination: Readonly<Record<string, string>>;
}

function generatorOf({ generator, repositoryUrl, targetRevision = 'HEAD', path, servers }: Options, clusters: readonly string[]): Generator {
  if (generator === ClusterGenerator.GIT_DIRECTORIES) {
    const cluster = '{{ .path.basename }}';
    return {
      generator: { git: { repoURL: repositoryUrl, revision: targetRevision, directories: [{ path: `${path}/clusters/*` }] } },
      cluster,
      destination: { name: cluster },
    };
  }
  const cluster = '{{ .cluster }}';
  return servers
    ? { generator: { list: { elements: clusters.map((name) => ({ cluster: name, server: servers[name] })) } }, cluster, destination: { server: '{{ .server }}' } }
    : { generator: { list: { elements: clusters.map((name) => ({ cluster: name })) } }, cluster, destination: { name: cluster } };
}
