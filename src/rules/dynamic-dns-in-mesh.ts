import { boundOf } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { isOf } from '../mesh/manifest';

export const dynamicDnsInMesh: Rule = {
  id: 'dynamic-dns-in-mesh',
  severity: Severity.WARNING,
  summary: 'a ServiceEntry with resolution DYNAMIC_DNS and location MESH_INTERNAL inherits a waypoint',
  why: 'Istio does not support both at a waypoint; its validation sees the label of the entry alone, and not that of the Namespace',
  fix: 'set location: MESH_EXTERNAL, or the label istio.io/use-waypoint: none on the ServiceEntry',
  *check(mesh) {
    for (const { subject: { manifest }, claim } of boundOf(mesh)) {
      if (!claim.isInherited || !isOf(SERVICE_ENTRY, manifest)) continue;
      const { location, resolution } = manifest.body.spec ?? {};
      if (location !== 'MESH_INTERNAL' || resolution !== 'DYNAMIC_DNS') continue;
      yield {
        subject: manifest,
        path: ['spec', 'location'],
        message: 'location MESH_INTERNAL with resolution type DYNAMIC_DNS is not supported when using waypoints',
        related: [claim.evidence],
      };
    }
  },
};
