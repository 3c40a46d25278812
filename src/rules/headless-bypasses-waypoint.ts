import { policyTargets } from './facts/attached-policies';
import { bindingsIn, boundOf } from './facts/bindings';
import { meshParents } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { isHeadless } from '../binding/bind';
import type { Bound } from '../binding/binding';
import { BindingReason } from '../binding/binding';
import { SERVICE } from '../mesh/kinds/core';
import { isOf } from '../mesh/manifest';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import { labelledWorkloads } from '../registry/workloads';

export const headlessBypassesWaypoint: Rule = {
  id: 'headless-bypasses-waypoint',
  severity: Severity.ERROR,
  summary: 'a headless Service is bound to a waypoint',
  why: 'it has no address, so clients dial its pods and the waypoint for services sees none of it, although the status says bound',
  fix: 'give the Service a cluster IP, or label the pods to use a waypoint for workloads; istio.io/use-waypoint: none says that it is meant so',
  *check(mesh) {
    for (const binding of boundOf(mesh)) {
      const { subject: { manifest, traffic }, claim, waypoint } = binding;
      if (traffic !== 'service' || !isHeadless(binding.subject) || isServedOtherwise(mesh, binding)) continue;
      yield {
        subject: manifest,
        path: claim.isInherited ? ['spec', 'clusterIP'] : claim.evidence.path,
        message: `bound to "${waypoint.namespace}/${waypoint.name}", which is never used: clients dial the pods of a headless Service`,
      };
    }
  },
};

/** The pods have a waypoint themselves; or it inherits the waypoint that another Service of the same pods makes use of. */
function isServedOtherwise(mesh: MeshObjects, { subject: { manifest }, claim }: Bound): boolean {
  if (!isOf(SERVICE, manifest)) return false;
  const { selector } = manifest.body.spec ?? {};
  const pods = labelledWorkloads(mesh, manifest.namespace, selector ?? {});
  const areBound = pods.length > 0 && pods.every(({ subject }) =>
    bindingsIn(mesh, subject.manifest).some(({ reason }) => reason === BindingReason.ACCEPTED));
  return areBound || (claim.isInherited && !shapedServices(mesh).has(manifest) && hasTwin(mesh, manifest.namespace, selector));
}

/** What has a route of its own, or a policy, is meant to have a waypoint. */
const shapedServices = remember((mesh: MeshObjects): ReadonlySet<Manifest> => new Set([
  ...meshParents(mesh).flatMap(({ owner }) => owner ?? []),
  ...policyTargets(mesh).flatMap(({ object }) => object ?? []),
]));

function hasTwin(mesh: MeshObjects, namespace: string, selector: object | undefined): boolean {
  const wanted = JSON.stringify(Object.entries(selector ?? {}).sort());
  return mesh.inNamespace(SERVICE, namespace).some(({ body: { spec } }) =>
    spec?.clusterIP !== 'None' && JSON.stringify(Object.entries(spec?.selector ?? {}).sort()) === wanted);
}
