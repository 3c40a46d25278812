import type { ArgoCdDeliveryOptions } from './argo-cd-options';
import { ArgoCdTracking } from './argo-cd-options';
import type { DeliveredObjects, DeliveryFile } from './delivered-objects';

const GATEWAY_HEALTH = `hs = {status = "Progressing", message = "waiting for the Gateway to be programmed"}
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    if (condition.type == "Accepted" or condition.type == "ResolvedRefs") and condition.status == "False" then
      return {status = "Degraded", message = condition.message}
    end
    if condition.type == "Programmed" and condition.status == "True" then
      hs = {status = "Healthy", message = condition.message}
    end
  end
end
return hs
`;

/** What Argo CD needs to sync the output: one Application, so that its waves hold, in a project that allows just that. */
export function argoCdFiles(options: ArgoCdDeliveryOptions, objects: DeliveredObjects): DeliveryFile[] {
  return [
    { path: 'gitops/argocd/application.yaml', documents: [application(options)] },
    ...projectFiles(options, objects),
    ...healthFiles(options),
  ];
}

/** The project alone, where an ApplicationSet makes the Application. */
export function projectFiles(options: ArgoCdDeliveryOptions, objects: DeliveredObjects): DeliveryFile[] {
  if (options.tracking === ArgoCdTracking.LABEL && objects.patchedKinds.length > 0) {
    throw new Error('label patches must not be synced by an Argo CD that tracks by label: it would overwrite the label app.kubernetes.io/instance of the owners; '
      + 'let it track by annotation, or choose what is written for the repositories of the owners ("instead")');
  }
  return [{ path: 'gitops/argocd/project.yaml', documents: [project(options, objects)] }];
}

/** The health check of Gateways that an old Argo CD needs. */
export function healthFiles({ healthCustomization }: Pick<ArgoCdDeliveryOptions, 'healthCustomization'>): DeliveryFile[] {
  if (!healthCustomization) return [];
  const health = { 'resource.customizations.health.gateway.networking.k8s.io_Gateway': GATEWAY_HEALTH };
  return [{ path: 'gitops/argocd/argocd-cm.patch.yaml', documents: [{ data: health }] }];
}

function application(options: ArgoCdDeliveryOptions) {
  const { applicationName = 'mesh', argoCdNamespace = 'argocd' } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: applicationName,
      namespace: argoCdNamespace,
      annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' },
    },
    spec: applicationSpec(options, destinationOf(options)),
  };
}

/** What an Application is told: where the output is, and how to sync it. */
export function applicationSpec(options: ArgoCdDeliveryOptions, destination: Readonly<Record<string, string>>) {
  const { repositoryUrl, path, targetRevision = 'HEAD', applicationName = 'mesh' } = options;
  return {
    project: applicationName,
    source: { repoURL: repositoryUrl, targetRevision, path },
    destination,
    syncPolicy: {
      // Pruning is safe because label patches say Prune=false.
      automated: { prune: true, selfHeal: true },
      syncOptions: ['ClientSideApplyMigration=false', 'FailOnSharedResource=true', 'PruneLast=true'],
    },
  };
}

function project(options: ArgoCdDeliveryOptions, { namespaces, clusterKinds }: DeliveredObjects) {
  const { repositoryUrl, applicationName = 'mesh', argoCdNamespace = 'argocd' } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: applicationName, namespace: argoCdNamespace },
    spec: {
      sourceRepos: [repositoryUrl],
      destinations: namespaces.map((namespace) => ({ ...destinationOf(options), namespace })),
      clusterResourceWhitelist: clusterKinds,
    },
  };
}

function destinationOf({ server = 'https://kubernetes.default.svc', clusterName }: ArgoCdDeliveryOptions): Record<string, string> {
  return clusterName === undefined ? { server } : { name: clusterName };
}
