import { serviceBinding } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';

export const exportToIgnored: Rule = {
  id: 'export-to-ignored',
  severity: Severity.WARNING,
  summary: 'a ServiceEntry with a waypoint relies on exportTo',
  why: 'ztunnel does not read exportTo: clients of every namespace reach the host, through the waypoint',
  fix: 'limit the callers by an AuthorizationPolicy that targets the ServiceEntry, or set serviceEntryVisibility in MeshConfig',
  *check(mesh) {
    for (const subject of mesh.all(SERVICE_ENTRY)) {
      const exportTo = subject.body.spec?.exportTo ?? [];
      if (exportTo.length === 0 || exportTo.includes('*') || !serviceBinding(mesh, subject)) continue;
      yield { subject, path: ['spec', 'exportTo'], message: `"${exportTo.join(', ')}" does not hide the host from ambient clients` };
    }
  },
};
