import { destinationOf, enrollmentProjectName, OWN_CLUSTER, parentProjectName } from './argo-cd-applications';
import type { ArgoCdDeliveryOptions } from './argo-cd-options';
import type { DeliveredObjects } from './delivered-objects';
import { Stage } from './stage';

/** The name of the ServiceAccount that label patches are applied as. */
export function enrollerName({ applicationName = 'mesh' }: ArgoCdDeliveryOptions): string {
  return `${applicationName}-enroller`;
}

/** The projects of the Applications: they allow what is in the output. */
export function projects(options: ArgoCdDeliveryOptions, objects: DeliveredObjects): object[] {
  const others = objects.stages.filter((stage) => stage !== Stage.ENROLLMENT);
  return [
    stagesProject(options, objects, others),
    ...(objects.patchedKinds.length > 0 ? [enrollmentProject(options, objects)] : []),
    parentProject(options),
  ];
}

function stagesProject(options: ArgoCdDeliveryOptions, objects: DeliveredObjects, stages: readonly Stage[]) {
  const { applicationName = 'mesh', serviceAccount } = options;
  return project(options, applicationName, {
    ...allowed(options, objects, stages),
    ...syncedAs(serviceAccount, everywhere(options)),
  });
}

/** The project of the label patches, which may be applied to nothing but what they label. */
function enrollmentProject(options: ArgoCdDeliveryOptions, objects: DeliveredObjects) {
  const { applicationName = 'mesh', argoCdNamespace = 'argocd' } = options;
  const namespaced = objects.patchedKinds.filter(({ kind }) => kind !== 'Namespace');
  return project(options, enrollmentProjectName(applicationName), {
    ...allowed(options, objects, [Stage.ENROLLMENT]),
    namespaceResourceWhitelist: namespaced,
    ...syncedAs(`${argoCdNamespace}:${enrollerName(options)}`, everywhere(options)),
  });
}

/** The project of the Application that applies those of the stages: it allows Applications only. */
function parentProject(options: ArgoCdDeliveryOptions) {
  const { applicationName = 'mesh', argoCdNamespace = 'argocd', serviceAccount } = options;
  const destination = { server: OWN_CLUSTER, namespace: argoCdNamespace };
  return project(options, parentProjectName(applicationName), {
    destinations: [destination],
    namespaceResourceWhitelist: [{ group: 'argoproj.io', kind: 'Application' }],
    ...syncedAs(serviceAccount, destination),
  });
}

/** The identity that Argo CD applies objects as, if it impersonates. */
function syncedAs(serviceAccount: string | undefined, destination: object) {
  return serviceAccount === undefined ? {} : { destinationServiceAccounts: [{ ...destination, defaultServiceAccount: serviceAccount }] };
}

/** The destinations and the cluster-wide kinds of some stages. */
function allowed(options: ArgoCdDeliveryOptions, { namespacesByStage, clusterKindsByStage }: DeliveredObjects, stages: readonly Stage[]) {
  const namespaces = stages.flatMap((stage) => [...namespacesByStage.get(stage) ?? []]).filter(Boolean).sort();
  const kinds = new Map(stages.flatMap((stage) => clusterKindsByStage.get(stage) ?? []).map((kind) => [`${kind.group}/${kind.kind}`, kind]));
  return {
    // The first is that of the Applications themselves, which have no namespace: every object has its own.
    destinations: ['', ...new Set(namespaces)].map((namespace) => ({ ...destinationOf(options), namespace })),
    clusterResourceWhitelist: [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind),
  };
}

/** The cluster of the stages, whatever the namespace. It has no name there; the project allows no other. */
function everywhere({ server = OWN_CLUSTER, clusterName }: ArgoCdDeliveryOptions) {
  return { server: clusterName === undefined ? server : '*', namespace: '*' };
}

function project({ repositoryUrl, argoCdNamespace = 'argocd' }: ArgoCdDeliveryOptions, name: string, limits: object) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace: argoCdNamespace },
    spec: { sourceRepos: [repositoryUrl], ...limits },
  };
}
