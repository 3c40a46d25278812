import { isNamed } from './facts/claims';
import { namedAccounts } from './facts/named-accounts';
import type { Rule } from './rule';
import { Severity } from './rule';
import { proxyServiceAccount } from '../binding/gateway/requested-services';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberEach } from '../mesh/remember';
import { workloadsIn } from '../registry/workloads';

/** Its fields are not looked at. */
const SERVICE_ACCOUNT = { group: '', kind: 'ServiceAccount', namespaced: true, fields: {} };

export const principalWithoutAccount: Rule = {
  id: 'principal-without-account',
  severity: Severity.WARNING,
  summary: 'a principal names a ServiceAccount that nothing runs as',
  why: 'it matches nobody: an ALLOW rule does not let in whom it is meant for, a DENY rule does not stop anybody, and an exception excepts nobody',
  fix: 'correct the name: it is that of the ServiceAccount, not that of the Deployment or Service',
  unsaidBy: ['ServiceAccount', 'serviceAccountName'],
  *check(mesh) {
    for (const { policy: subject, path, namespace, account } of namedAccounts(mesh)) {
      const severity = severityOf(mesh, namespace, account);
      if (!severity) continue;
      yield { subject, path, message: `nothing in namespace "${namespace}" runs as ServiceAccount "${account}", and none is defined`, severity };
    }
  },
};

/** An account may be kept elsewhere, unless it is the name of what runs as another one. */
function severityOf(mesh: MeshObjects, namespace: string, account: string): Severity | undefined {
  if (!mesh.isComplete && isNothingKnown(mesh, namespace)) return undefined;
  const { accounts, names, isDefinedHere } = factsOf(mesh, namespace);
  const isKnown = accounts.has(account) || mesh.isAssumed({ ...SERVICE_ACCOUNT, namespace, name: account });
  // That a waypoint is not there is said of the label that names it.
  if (isKnown || isNamed(mesh, { namespace, name: account })) return undefined;
  if (mesh.isComplete || names.has(account)) return Severity.WARNING;
  return isDefinedHere ? Severity.INFO : undefined;
}

function isNothingKnown(mesh: MeshObjects, namespace: string): boolean {
  return workloadsIn(mesh, namespace).length === 0 && mesh.inNamespace(SERVICE_ACCOUNT, namespace).length === 0;
}

/** What is known of those who run in a namespace. */
interface AccountFacts {
  readonly accounts: ReadonlySet<string>;
  /** The names of the workloads. */
  readonly names: ReadonlySet<string>;
  readonly isDefinedHere: boolean;
}

const factsOf = rememberEach((namespace: string) => namespace, (mesh: MeshObjects, namespace): AccountFacts => {
  const workloads = workloadsIn(mesh, namespace);
  const defined = mesh.inNamespace(SERVICE_ACCOUNT, namespace);
  return {
    accounts: new Set([
      'default',
      ...workloads.map(({ serviceAccount }) => serviceAccount),
      ...defined.map(({ name }) => name),
      ...mesh.inNamespace(GATEWAY, namespace).map((gateway) => proxyServiceAccount(mesh, gateway)),
    ]),
    names: new Set(workloads.map(({ subject }) => subject.manifest.name)),
    isDefinedHere: defined.length > 0,
  };
});
