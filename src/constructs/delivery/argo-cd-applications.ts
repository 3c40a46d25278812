import { posix } from 'path';
import { STAGE_ANNOTATION } from './argo-cd-health';
import type { ArgoCdDeliveryOptions } from './argo-cd-options';
import type { CompleteArgoCdOptions } from './complete-options';
import type { DeliveredObjects, DeliveryFile } from './delivered-objects';
import { kustomizationFile } from './kustomization';
import { Stage, stageName, STAGES } from './stage';
import { ARGO_CD_VERSION } from '../../istio/groups';
import { ARGO_COMPARE, SYNC_WAVE } from '../../istio/sync-tools';

/** The API server of the cluster that Argo CD runs in, where Applications are objects. */
export const OWN_CLUSTER = 'https://kubernetes.default.svc';

/** The folder with the Applications of the stages, below the output folder. */
const FOLDER = 'gitops/argocd/stages';

/** The way back from the folder of one stage and digest to the output folder. */
const UP = posix.relative(`${FOLDER}/STAGE/DIGEST`, '.');

/** What every Application is annotated with. */
const ANNOTATIONS = {
  [ARGO_COMPARE]: 'ServerSideDiff=true',
  // So that a commit that changes nothing for it does not make Argo CD render it.
  'argocd.argoproj.io/manifest-generate-paths': '.',
};

/** The Application that applies those of the stages, one after the other. It is in the cluster of Argo CD, wherever the stages go. */
export function parentApplication(options: CompleteArgoCdOptions) {
  const { applicationName, argoCdNamespace } = options;
  return {
    apiVersion: ARGO_CD_VERSION,
    kind: 'Application',
    metadata: { name: applicationName, namespace: argoCdNamespace, annotations: ANNOTATIONS },
    spec: parentSpec(options),
  };
}

/** The annotations and the spec of the Application above, where an ApplicationSet makes it. */
export function parentTemplate(options: CompleteArgoCdOptions) {
  return { metadata: { name: options.applicationName, annotations: ANNOTATIONS }, spec: parentSpec(options) };
}

function parentSpec(options: CompleteArgoCdOptions) {
  const { argoCdNamespace, applicationName } = options;
  return {
    project: parentProjectName(applicationName),
    source: source(options, FOLDER),
    destination: { server: OWN_CLUSTER, namespace: argoCdNamespace },
    syncPolicy: syncPolicy('FailOnSharedResource=true', 'PruneLast=true'),
  };
}

/** The name of the project of the Application that applies those of the stages. */
export function parentProjectName(applicationName: string): string {
  return `${applicationName}-applications`;
}

/** The name of the project of the Applications of label patches. */
export function enrollmentProjectName(applicationName: string): string {
  return stageName(applicationName, Stage.ENROLLMENT);
}

/**
 * The Applications of the stages. Each has a path that names a digest of its manifests, so that a commit reaches a stage
 * only when the parent gives it the new path, in its turn; until then its old path is not in Git, and it is left as it is.
 */
export function stageFiles(options: CompleteArgoCdOptions, objects: DeliveredObjects): DeliveryFile[] {
  return [
    kustomizationFile(`${FOLDER}/`, objects.stages.map((stage) => `${stage}.yaml`)),
    ...objects.stages.flatMap((stage) => {
      const folder = `${FOLDER}/${stage}/${objects.digests.get(stage)}`;
      return [
        { path: `${FOLDER}/${stage}.yaml`, documents: [stageApplication(options, stage, folder)] },
        kustomizationFile(`${folder}/`, [`${UP}/${stage}`]),
      ];
    }),
  ];
}

function stageApplication(options: CompleteArgoCdOptions, stage: Stage, folder: string) {
  const { applicationName, argoCdNamespace } = options;
  return {
    apiVersion: ARGO_CD_VERSION,
    kind: 'Application',
    metadata: {
      name: stageName(applicationName, stage),
      namespace: argoCdNamespace,
      annotations: { ...ANNOTATIONS, [SYNC_WAVE]: String(STAGES.indexOf(stage)), [STAGE_ANNOTATION]: stage },
      // A stage that has no manifests any more loses its Application, and with it the objects; label patches say Delete=false.
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      project: stage === Stage.ENROLLMENT ? enrollmentProjectName(applicationName) : applicationName,
      source: source(options, folder),
      destination: destinationOf(options),
      // Not for the other stages: an object that moves to an earlier one is taken over from the later.
      syncPolicy: syncPolicy('ClientSideApplyMigration=false', ...(stage === Stage.ENROLLMENT ? ['FailOnSharedResource=true'] : []), 'PruneLast=true'),
    },
  };
}

function source({ repositoryUrl, path, targetRevision }: CompleteArgoCdOptions, folder: string) {
  return { repoURL: repositoryUrl, targetRevision, path: posix.join(path, folder) };
}

/** For about five minutes; the next commit waits as long. */
const RETRY = { limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } };

/**
 * Pruning is safe because label patches say Prune=false. Without a retry one failure is for good, until the next commit: and a
 * new autoscaler counts as degraded until there are metrics, an object of others that is to be labelled may come later.
 */
function syncPolicy(...syncOptions: string[]) {
  return { automated: { prune: true, selfHeal: true }, syncOptions, retry: RETRY };
}

/** Where the objects of the stages go. */
export function destinationOf({ server = OWN_CLUSTER, clusterName }: ArgoCdDeliveryOptions): Record<string, string> {
  return clusterName === undefined ? { server } : { name: clusterName };
}
