import { serviceBinding } from './facts/bindings';
import { isAmbient } from './facts/capture';
import type { Rule } from './rule';
import { Severity } from './rule';
import { NAMESPACE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { MeshObjects } from '../mesh/mesh-objects';

export const exportToIgnored: Rule = {
  id: 'export-to-ignored',
  severity: Severity.WARNING,
  summary: 'a ServiceEntry relies on exportTo',
  why: 'ztunnel does not read exportTo: captured clients of every namespace reach the host as the entry says, and through its waypoint if it has one',
  fix: 'limit the callers by an AuthorizationPolicy that targets the ServiceEntry, or set serviceEntryVisibility in MeshConfig',
  *check(mesh) {
    for (const subject of mesh.all(SERVICE_ENTRY)) {
      const exportTo = subject.body.spec?.exportTo ?? [];
      if (exportTo.length === 0 || exportTo.includes('*')) continue;
      const message = `"${exportTo.join(', ')}" does not hide the host from ambient clients`;
      if (serviceBinding(mesh, subject)) yield { subject, path: ['spec', 'exportTo'], message };
      // Without a waypoint anybody may call a host that is outside anyway.
      else if (isSeenFrom(mesh, exportTo, subject.namespace)) yield { subject, path: ['spec', 'exportTo'], message, severity: Severity.INFO };
    }
  },
};

/** Whether there are ambient clients from which an entry of the ambient mesh is to be hidden. */
function isSeenFrom(mesh: MeshObjects, exportTo: readonly string[], own: string): boolean {
  const seeing = new Set(exportTo.map((name) => name === '.' ? own : name));
  return isAmbient(mesh.namespace(own).labels) && mesh.all(NAMESPACE).some(({ name, labels }) => isAmbient(labels) && !seeing.has(name));
}
