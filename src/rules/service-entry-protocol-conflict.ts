import type { Rule } from './rule';
import { Severity } from './rule';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import type { FieldPath } from '../mesh/positions';

export const serviceEntryProtocolConflict: Rule = {
  id: 'service-entry-protocol-conflict',
  severity: Severity.WARNING,
  summary: 'two ServiceEntries give one port of a host different protocols',
  why: 'one of them counts, by namespace and age: policies and routes for HTTP do nothing where the port counts as TCP or TLS',
  fix: 'give the port one protocol, or describe the host once',
  *check(mesh) {
    const first = new Map<string, PlacedPort>();
    for (const port of mesh.all(SERVICE_ENTRY).flatMap(portsOf)) {
      const { subject, key, protocol, path } = port;
      const other = first.get(key);
      if (!other) first.set(key, port);
      if (!other || other.subject === subject || other.protocol.toUpperCase() === protocol.toUpperCase()) continue;
      yield {
        subject,
        path: [...path, 'protocol'],
        message: `${key} is ${protocol} here, and ${other.protocol} in ServiceEntry ${other.subject.namespace}/${other.subject.name}`,
        related: [{ manifest: other.subject, path: other.path }],
      };
    }
  },
};

interface PlacedPort {
  readonly subject: Manifest;
  /** Host and port. */
  readonly key: string;
  readonly protocol: string;
  readonly path: FieldPath;
}

function portsOf(subject: ManifestOf<typeof SERVICE_ENTRY>): PlacedPort[] {
  const { hosts = [], ports = [] } = subject.body.spec ?? {};
  return ports.flatMap(({ number, protocol = '' }, index) =>
    hosts.map((host) => ({ subject, key: `${host}:${number}`, protocol, path: ['spec', 'ports', index] })));
}
