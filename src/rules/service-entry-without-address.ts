import { boundOf } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import { isTrue } from '../istio/go-bool';
import { AUTO_ALLOCATE } from '../istio/labels';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const serviceEntryWithoutAddress: Rule = {
  id: 'service-entry-without-address',
  severity: Severity.WARNING,
  summary: 'a ServiceEntry with a waypoint gets no address',
  why: 'ztunnel finds a waypoint by the address that is dialled: without one, traffic to the host goes around the waypoint',
  fix: 'write spec.addresses, or let Istio allocate one: resolution DNS, and the label networking.istio.io/enable-autoallocate-ip: "true" before Istio 1.25',
  *check(mesh) {
    for (const { subject: { manifest, traffic } } of boundOf(mesh)) {
      if (traffic !== 'service' || !isOf(SERVICE_ENTRY, manifest)) continue;
      const message = complaint(mesh, manifest);
      if (message) yield { subject: manifest, path: ['spec'], message };
    }
  },
};

/** A wildcard has no address of its own. */
function complaint(mesh: MeshObjects, entry: ManifestOf<typeof SERVICE_ENTRY>): string | undefined {
  const { addresses, resolution = 'NONE', hosts = [] } = entry.body.spec ?? {};
  if (addresses?.length || hosts.length === 0 || hosts.some((host) => host.startsWith('*'))) return undefined;
  return resolution === 'NONE' ? 'resolution NONE and no addresses: Istio allocates none' : notAllocated(mesh, entry);
}

function notAllocated(mesh: MeshObjects, { labels }: Manifest): string | undefined {
  const label = Object.hasOwn(labels, AUTO_ALLOCATE) ? labels[AUTO_ALLOCATE] : undefined;
  if (label !== undefined) return isTrue(label) ? undefined : `no addresses, and ${AUTO_ALLOCATE} is "${label}"`;
  return mesh.supports('allocatedAddresses') ? undefined : `no addresses, and Istio ${mesh.istioVersion} allocates them on request only`;
}
