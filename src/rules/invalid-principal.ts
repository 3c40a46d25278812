import { policiesNaming } from './facts/policy-fields';
import { sourceValues } from './facts/policy-sources';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import type { MeshObjects } from '../mesh/mesh-objects';

export const invalidPrincipal: Rule = {
  id: 'invalid-principal',
  severity: Severity.ERROR,
  summary: 'a principal has a form, or a trust domain, that no workload of the mesh has',
  why: 'it matches nobody: an ALLOW rule denies its caller, and a DENY rule lets it pass',
  fix: 'write TRUST_DOMAIN/ns/NAMESPACE/sa/SERVICE_ACCOUNT, without spiffe://',
  *check(mesh) {
    for (const subject of policiesNaming(mesh, (field) => field === 'principals' || field === 'notPrincipals')) {
      const faulty = sourceValues(subject.body.spec?.rules ?? [], ['principals', 'notPrincipals'], (value) => faultOf(mesh, value) !== undefined);
      for (const { path, value } of faulty) {
        yield { subject, path, ...faultOf(mesh, value)! };
      }
    }
  },
};

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
