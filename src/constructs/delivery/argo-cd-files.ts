import { stageFiles, parentApplication } from './argo-cd-applications';
import { healthFile } from './argo-cd-health';
import { ArgoCdTracking } from './argo-cd-options';
import { projects } from './argo-cd-projects';
import type { CompleteArgoCdOptions } from './complete-options';
import type { DeliveredObjects, DeliveryFile } from './delivered-objects';
import { enroller, enrollerName } from './enroller';
import { mistake } from '../problem';

/** What Argo CD needs to sync the output: an Application for each stage, and one that applies these in order. */
export function argoCdFiles(options: CompleteArgoCdOptions, objects: DeliveredObjects): DeliveryFile[] {
  return [
    { path: 'gitops/argocd/application.yaml', documents: [parentApplication(options)] },
    ...clusterFiles(options, objects),
    healthFile(options),
  ];
}

/** What Argo CD needs for one of many clusters, where an ApplicationSet makes the Application that applies the others. */
export function clusterFiles(options: CompleteArgoCdOptions, objects: DeliveredObjects): DeliveryFile[] {
  const { tracking, applicationName, argoCdNamespace } = options;
  if (tracking === ArgoCdTracking.LABEL && objects.patchedKinds.length > 0) {
    throw mistake('label patches must not be synced by an Argo CD that tracks by label: it would overwrite the label app.kubernetes.io/instance of the owners; '
      + 'let it track by annotation, or choose what is written for the repositories of the owners ("instead")');
  }
  const files = [{ path: 'gitops/argocd/project.yaml', documents: projects(options, objects) }, ...stageFiles(options, objects)];
  if (objects.patchedKinds.length === 0) return files;
  return [...files, { path: 'gitops/argocd/enroller.yaml', documents: enroller(enrollerName(applicationName), argoCdNamespace, objects.patchedKinds) }];
}
