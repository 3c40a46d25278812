import { destinationOf, OWN_CLUSTER, parentApplication, parentProjectName, stageFiles } from './argo-cd-applications';
import { healthFile } from './argo-cd-health';
import type { ArgoCdDeliveryOptions } from './argo-cd-options';
import { ArgoCdTracking } from './argo-cd-options';
import type { DeliveredObjects, DeliveryFile } from './delivered-objects';

/** What Argo CD needs to sync the output: an Application for each stage, and one that applies these in order. */
export function argoCdFiles(options: ArgoCdDeliveryOptions, objects: DeliveredObjects): DeliveryFile[] {
  return [
    { path: 'gitops/argocd/application.yaml', documents: [parentApplication(options)] },
    ...clusterFiles(options, objects),
    healthFile(options),
  ];
}

/** What Argo CD needs for one of many clusters, where an ApplicationSet makes the Application that applies the others. */
export function clusterFiles(options: ArgoCdDeliveryOptions, objects: DeliveredObjects): DeliveryFile[] {
  if (options.tracking === ArgoCdTracking.LABEL && objects.patchedKinds.length > 0) {
    throw new Error('label patches must not be synced by an Argo CD that tracks by label: it would overwrite the label app.kubernetes.io/instance of the owners; '
      + 'let it track by annotation, or choose what is written for the repositories of the owners ("instead")');
  }
  return [
    { path: 'gitops/argocd/project.yaml', documents: [stagesProject(options, objects), parentProject(options)] },
    ...stageFiles(options, objects),
  ];
}

/** The project of the stages: it allows what is in the output. */
function stagesProject(options: ArgoCdDeliveryOptions, { namespaces, clusterKinds }: DeliveredObjects) {
  const { applicationName = 'mesh' } = options;
  return project(options, applicationName, {
    // The first is that of the Applications themselves, which have no namespace: every object has its own.
    destinations: ['', ...namespaces].map((namespace) => ({ ...destinationOf(options), namespace })),
    clusterResourceWhitelist: clusterKinds,
  });
}

/** The project of the Application that applies those of the stages: it allows Applications only. */
function parentProject(options: ArgoCdDeliveryOptions) {
  const { applicationName = 'mesh', argoCdNamespace = 'argocd' } = options;
  return project(options, parentProjectName(applicationName), {
    destinations: [{ server: OWN_CLUSTER, namespace: argoCdNamespace }],
    namespaceResourceWhitelist: [{ group: 'argoproj.io', kind: 'Application' }],
  });
}

function project({ repositoryUrl, argoCdNamespace = 'argocd' }: ArgoCdDeliveryOptions, name: string, allowed: object) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace: argoCdNamespace },
    spec: { sourceRepos: [repositoryUrl], ...allowed },
  };
}
