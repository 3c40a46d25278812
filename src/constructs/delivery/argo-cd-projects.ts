import { destinationOf, enrollmentProjectName, OWN_CLUSTER, parentProjectName } from './argo-cd-applications';
import type { ArgoCdDeliveryOptions } from './argo-cd-options';
import type { CompleteArgoCdOptions } from './complete-options';
import type { DeliveredObjects } from './delivered-objects';
import { sortedKinds } from './delivered-objects';
import { enrollerName } from './enroller';
import { Stage } from './stage';
import { ARGO_CD_GROUP, ARGO_CD_VERSION } from '../../istio/groups';

/** The projects of the Applications: they allow what is in the output. */
export function projects(options: CompleteArgoCdOptions, objects: DeliveredObjects): object[] {
  const others = objects.stages.filter((stage) => stage !== Stage.ENROLLMENT);
  return [
    stagesProject(options, objects, others),
    ...(objects.patchedKinds.length > 0 ? [enrollmentProject(options, objects)] : []),
    parentProject(options),
  ];
}

function stagesProject(options: CompleteArgoCdOptions, objects: DeliveredObjects, stages: readonly Stage[]) {
  const { applicationName, serviceAccount } = options;
  return project(options, applicationName, {
    ...allowed(options, objects, stages),
    ...syncedAs(serviceAccount, everywhere(options)),
  });
}

/** The project of the label patches, which may be applied to nothing but what they label. */
function enrollmentProject(options: CompleteArgoCdOptions, objects: DeliveredObjects) {
  const { applicationName, argoCdNamespace } = options;
  const namespaced = objects.patchedKinds.filter(({ kind }) => kind !== 'Namespace');
  return project(options, enrollmentProjectName(applicationName), {
    ...allowed(options, objects, [Stage.ENROLLMENT]),
    namespaceResourceWhitelist: namespaced,
    ...syncedAs(`${argoCdNamespace}:${enrollerName(applicationName)}`, everywhere(options)),
  });
}

/** The project of the Application that applies those of the stages: it allows Applications only. */
function parentProject(options: CompleteArgoCdOptions) {
  const { applicationName, argoCdNamespace, serviceAccount } = options;
  const destination = { server: OWN_CLUSTER, namespace: argoCdNamespace };
  return project(options, parentProjectName(applicationName), {
    destinations: [destination],
    namespaceResourceWhitelist: [{ group: ARGO_CD_GROUP, kind: 'Application' }],
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
  const kinds = new Map(stages.flatMap((stage) => [...clusterKindsByStage.get(stage) ?? []]));
  return {
    // The first is that of the Applications themselves, which have no namespace: every object has its own.
    destinations: ['', ...new Set(namespaces)].map((namespace) => ({ ...destinationOf(options), namespace })),
    clusterResourceWhitelist: sortedKinds(kinds),
  };
}

/** The cluster of the stages, whatever the namespace. It has no name there; the project allows no other. */
function everywhere(options: ArgoCdDeliveryOptions) {
  return { ...(options.clusterName === undefined ? destinationOf(options) : { server: '*' }), namespace: '*' };
}

function project({ repositoryUrl, argoCdNamespace }: CompleteArgoCdOptions, name: string, limits: object) {
  return {
    apiVersion: ARGO_CD_VERSION,
    kind: 'AppProject',
    metadata: { name, namespace: argoCdNamespace },
    spec: { sourceRepos: [repositoryUrl], ...limits },
  };
}
