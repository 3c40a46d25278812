import { policiesNaming } from './policy-fields';
import { conditionsOf, sourcesOf } from './policy-sources';
import type { AuthorizationPolicy } from '../../authorization/rbac';
import type { PolicyRule } from '../../mesh/kinds/istio-security';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { FieldPath } from '../../mesh/positions';
import { remember } from '../../mesh/remember';

/** A ServiceAccount that a policy names. */
export interface NamedAccount {
  readonly policy: AuthorizationPolicy;
  readonly path: FieldPath;
  readonly namespace: string;
  readonly account: string;
}

/** The accounts that policies name in full. What has another form is a mistake of its own. */
export const namedAccounts = remember((mesh: MeshObjects): readonly NamedAccount[] =>
  [...policiesNaming(mesh, isOfAccounts)].flatMap((policy) =>
    accountsOf(policy.body.spec?.rules ?? [], policy.namespace).map((account) => ({ policy, ...account }))));

function isOfAccounts(field: string): boolean {
  return /^(principals|notPrincipals|serviceAccounts|notServiceAccounts|source\.principal)$/.test(field);
}

/** @param own the namespace of the policy */
function accountsOf(rules: readonly PolicyRule[], own: string): Omit<NamedAccount, 'policy'>[] {
  return [
    ...sourcesOf(rules).flatMap(({ source, path }) => [
      ...(['principals', 'notPrincipals'] as const).flatMap((field) => ofPrincipals(source[field] ?? [], [...path, field])),
      ...(['serviceAccounts', 'notServiceAccounts'] as const).flatMap((field) => (source[field] ?? []).map((value, index) => {
        const [account, namespace = own] = value.split('/').reverse();
        return { path: [...path, field, index], namespace, account };
      })),
    ]),
    ...conditionsOf(rules).filter(({ condition }) => condition.key === 'source.principal').flatMap(({ condition, path }) =>
      (['values', 'notValues'] as const).flatMap((field) => ofPrincipals(condition[field] ?? [], [...path, field]))),
  ];
}

function ofPrincipals(values: readonly string[], path: FieldPath): Omit<NamedAccount, 'policy'>[] {
  return values.flatMap((value, index) => {
    const [, namespace, account] = /^[^*/]+\/ns\/([^*/]+)\/sa\/([^*/]+)$/.exec(value) ?? [];
    return account ? [{ path: [...path, index], namespace, account }] : [];
  });
}
