import { DEPLOYMENT } from '../mesh/kinds/core';
import { ROLLOUT } from '../mesh/kinds/pod-controllers';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';

/** Whether the pods of a Deployment are run by a Rollout, which has their number: the Deployment itself is scaled to none. */
export function isRolledOut(mesh: MeshObjects, manifest: Manifest): boolean {
  return isOf(DEPLOYMENT, manifest) && deploymentsOfRollouts(mesh).has(`${manifest.namespace}/${manifest.name}`);
}

const deploymentsOfRollouts = remember((mesh: MeshObjects): ReadonlySet<string> =>
  new Set(mesh.all(ROLLOUT).flatMap(({ namespace, body: { spec } }) => {
    const { replicas, workloadRef } = spec ?? {};
    return workloadRef?.kind === DEPLOYMENT.kind && replicas !== 0 ? [`${namespace}/${workloadRef.name}`] : [];
  })));
