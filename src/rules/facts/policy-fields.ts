import type { AuthorizationPolicy } from '../../authorization/rbac';
import { AUTHORIZATION_POLICY } from '../../mesh/kinds/istio-security';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

/**
 * The policies whose rules name one of certain fields: `principals`, `notPaths`, or a key of `when` such as `source.ip`. Few fields are
 * named at all, so that a rule about one of them need not look at every policy.
 */
export function policiesNaming(mesh: MeshObjects, isMeant: (field: string) => boolean): ReadonlySet<AuthorizationPolicy> {
  const groups = [...byField(mesh)].filter(([field]) => isMeant(field)).map(([, policies]) => policies);
  return groups.length === 1 ? groups[0] : new Set(groups.flatMap((policies) => [...policies]));
}

const byField = remember((mesh: MeshObjects): ReadonlyMap<string, ReadonlySet<AuthorizationPolicy>> => {
  const groups = new Map<string, Set<AuthorizationPolicy>>();
  for (const policy of mesh.all(AUTHORIZATION_POLICY)) {
    for (const field of fieldsOf(policy)) {
      const group = groups.get(field);
      if (group) group.add(policy);
      else groups.set(field, new Set([policy]));
    }
  }
  return groups;
});

function fieldsOf({ body }: AuthorizationPolicy): readonly string[] {
  const fields: string[] = [];
  for (const { from, to, when } of body.spec?.rules ?? []) {
    from?.forEach(({ source = {} }) => fields.push(...Object.keys(source)));
    to?.forEach(({ operation = {} }) => fields.push(...Object.keys(operation)));
    when?.forEach(({ key = '' }) => fields.push(key));
  }
  return fields;
}
