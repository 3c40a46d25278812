import { schemaFindings, stepsOf } from './facts/schema-check';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { SchemaFinding } from '../schema/finding';

export const refusedBySchema: Rule = {
  id: 'refused-by-schema',
  severity: Severity.ERROR,
  summary: 'the API server refuses the object: its schema does not allow it',
  why: 'nothing is applied, or with an unknown field something else than what is written',
  fix: 'correct the field as the message says',
  *check(mesh) {
    for (const [subject, findings] of schemaFindings(mesh)) {
      for (const finding of findings) {
        if (!hasOwnRule(finding)) yield { subject, path: stepsOf(finding.path), message: finding.message };
      }
    }
  },
};

/** What a name of a waypoint may be is said by `invalid-waypoint-name`. */
function hasOwnRule({ path, message }: SchemaFinding): boolean {
  return path === 'metadata.labels' && /^metadata\.labels: Invalid value: "[^"]*\/[^"]*"/.test(message);
}
