import { policiesNaming } from './facts/policy-fields';
import { sourcesOf } from './facts/policy-sources';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import type { PolicyRule } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';

export const invalidPrincipal: Rule = {
  id: 'invalid-principal',
  severity: Severity.ERROR,
  summary: 'a principal has a form, or a trust domain, that no workload of the mesh has',
  why: 'it matches nobody: an ALLOW rule denies its caller, and a DENY rule lets it pass',
  fix: 'write TRUST_DOMAIN/ns/NAMESPACE/sa/SERVICE_ACCOUNT, without spiffe://',
  *check(mesh) {
    for (const subject of policiesNaming(mesh, (field) => field === 'principals' || field === 'notPrincipals')) {
      for (const { path, value } of principalsOf(subject.body.spec?.rules ?? [])) {
        const fault = faultOf(mesh, value);
        if (fault) yield { subject, path, ...fault };
      }
    }
  },
};

function principalsOf(rules: readonly PolicyRule[]): { path: FieldPath; value: string }[] {
  return sourcesOf(rules).flatMap(({ source, path }) => (['principals', 'notPrincipals'] as const).flatMap((field) =>
    (source[field] ?? []).map((value, index) => ({ path: [...path, field, index], value }))));
}

function faultOf(mesh: MeshObjects, principal: string): Pick<Offence, 'message' | 'severity' | 'edit'> | undefined {
  const spiffe = 'spiffe://';
  if (principal.startsWith(spiffe)) {
    return { message: `"${principal}" begins with ${spiffe}, which no principal does`, edit: { kind: 'set', value: principal.slice(spiffe.length) } };
  }
  if (principal.includes('*')) return undefined;
  const [domain, ns, , sa, ...rest] = principal.split('/');
  if (ns !== 'ns' || sa !== 'sa' || rest.length !== 1) {
    return { message: `"${principal}" is no identity, expected TRUST_DOMAIN/ns/NAMESPACE/sa/SERVICE_ACCOUNT` };
  }
  const { trustDomain, trustDomainAliases } = mesh.config;
  if ([trustDomain, 'cluster.local', ...trustDomainAliases].includes(domain)) return undefined;
  return { message: `trust domain "${domain}" is not that of the mesh, "${trustDomain}"`, severity: Severity.WARNING };
}
