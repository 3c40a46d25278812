import type { AuthorizationPolicy } from '../../authorization/rbac';
import { groupBy } from '../../mesh/group-by';
import { AUTHORIZATION_POLICY } from '../../mesh/kinds/istio-security';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

/**
 * The policies whose rules name one of certain fields: `principals`, `notPaths`, or a key of `when` such as `source.ip`. Few fields are
 * named at all, so that a rule about one of them need not look at every policy.
 */
export function policiesNaming(mesh: MeshObjects, isMeant: (field: string) => boolean): ReadonlySet<AuthorizationPolicy> {
  const found = new Set<AuthorizationPolicy>();
  for (const [field, policies] of byField(mesh)) {
    if (isMeant(field)) for (const policy of policies) found.add(policy);
  }
  return found;
}

const byField = remember((mesh: MeshObjects) =>
  groupBy(mesh.all(AUTHORIZATION_POLICY), (policy) => [...new Set(fieldsOf(policy))]));

function fieldsOf({ body }: AuthorizationPolicy): string[] {
  return (body.spec?.rules ?? []).flatMap(({ from = [], to = [], when = [] }) => [
    ...from.flatMap(({ source = {} }) => Object.keys(source)),
    ...to.flatMap(({ operation = {} }) => Object.keys(operation)),
    ...when.map(({ key = '' }) => key),
  ]);
}
