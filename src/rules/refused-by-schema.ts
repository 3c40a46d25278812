import { schemaFindings, stepsOf } from './facts/schema-check';
import type { Rule } from './rule';
import { Severity } from './rule';
import { GATEWAY_API_GROUP } from '../istio/groups';
import type { IstioFeature } from '../istio/versions';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { SchemaFinding } from '../schema/finding';
import type { KubernetesObject } from '../schema/object';

export const refusedBySchema: Rule = {
  id: 'refused-by-schema',
  severity: Severity.ERROR,
  summary: 'the API server refuses the object: its schema does not allow it',
  why: 'nothing is applied, or with an unknown field something else than what is written',
  fix: 'correct the field as the message says',
  *check(mesh) {
    for (const [subject, findings] of schemaFindings(mesh)) {
      for (const finding of findings) {
        if (hasOwnRule(finding) || isReadByRelease(mesh, subject, finding)) continue;
        yield { subject, path: stepsOf(finding.path), message: finding.message };
      }
    }
  },
};

/** What a name of a waypoint may be is said by `invalid-waypoint-name`. */
function hasOwnRule({ path, message }: SchemaFinding): boolean {
  return path === 'metadata.labels' && /^metadata\.labels: Invalid value: "[^"]*\/[^"]*"/.test(message);
}

/** The releases that read a route in the version of the experimental channel, which the schemas known here are not of, and in no other. */
const EXPERIMENTAL: Readonly<Record<string, IstioFeature>> = { TCPRoute: 'stableTcpRoutes', TLSRoute: 'stableTlsRoutes' };

function isReadByRelease(mesh: MeshObjects, { group, kind, body }: Manifest, { type }: SchemaFinding): boolean {
  const stable = EXPERIMENTAL[kind];
  if (type !== 'UnknownVersion' || group !== GATEWAY_API_GROUP || !stable) return false;
  return !mesh.supports(stable) && (body as KubernetesObject).apiVersion === `${GATEWAY_API_GROUP}/v1alpha2`;
}
