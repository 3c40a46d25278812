import { CONTROLLER, SCALED } from './core';
import { namespaced } from './kind';
import { ARGO_CD_GROUP } from '../../istio/groups';

const KRUISE = 'apps.kruise.io';

/**
 * Of Argo Rollouts; without a template its pods are those of the Deployment that it names.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/specification/
 */
export const ROLLOUT = namespaced(ARGO_CD_GROUP, 'Rollout', { spec: { ...SCALED.spec, workloadRef: { kind: 'string', name: 'string' } } });

/** Controllers of other projects that make pods of a template, as a Deployment does: of OpenKruise and of OpenShift. */
export const TEMPLATED = [
  namespaced(KRUISE, 'CloneSet', SCALED),
  namespaced(KRUISE, 'StatefulSet', SCALED),
  namespaced(KRUISE, 'DaemonSet', CONTROLLER),
  namespaced('apps.openshift.io', 'DeploymentConfig', SCALED),
] as const;
