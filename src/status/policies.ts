import { enforcementOf } from './enforcement';
import type { ObjectStatus } from './object-status';
import { policyNotes } from './policy-notes';
import { targetsOf } from '../authorization/attachment';
import { policyConditions, targetStatuses } from '../authorization/policy-status';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refusalOf } from '../registry/refusal';

/** The status of the AuthorizationPolicies, and where they are enforced in fact. */
export function policyStatuses(mesh: MeshObjects): ObjectStatus[] {
  return mesh.all(AUTHORIZATION_POLICY).map((manifest) => {
    const refusal = refusalOf(manifest);
    if (refusal !== undefined) return { manifest, refusal, conditions: [], policy: NOWHERE, notes: [`no cluster takes it: ${refusal}`] };
    const enforced = enforcementOf(mesh, manifest);
    const written = targetsOf(manifest.body);
    const targets = targetStatuses(mesh, manifest).map((status, index) => ({ ...status, target: written[index].target }));
    const notes = policyNotes(mesh, manifest, enforced);
    return { manifest, conditions: policyConditions(mesh, manifest), policy: { enforced, targets }, notes };
  });
}

const NOWHERE = { enforced: [], targets: [] };
