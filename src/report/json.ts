import type { Evidence } from '../mesh/evidence';
import { placeOfEvidence } from '../mesh/evidence';
import type { ObjectRef } from '../mesh/object-ref';
import { refOf } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';
import type { Problem } from '../mesh/problem';
import type { Place } from '../mesh/source-file';

/** What every JSON answer begins with. */
const API_VERSION = 'waypoint/v1';

/** A field that decided something, as JSON has it. */
export interface EvidenceJson {
  readonly subject: ObjectRef;
  readonly path: string;
  readonly value: string | null;
  readonly place: Place | null;
}

/** Evidence as JSON has it. */
export function evidenceJson(evidence: Evidence): EvidenceJson {
  const { manifest, path, value } = evidence;
  return { subject: refOf(manifest), path: fieldText(path), value: value ?? null, place: placeOfEvidence(evidence) };
}

/** A JSON answer in one line, for many answers a file. */
export function jsonLine(answer: object): string {
  return `${JSON.stringify({ apiVersion: API_VERSION, ...answer })}\n`;
}

/** A JSON answer as text: one answer a file, ended by a newline. */
export function jsonText(answer: Record<string, unknown>, problems: readonly Problem[]): string {
  const told = problems.map(({ cause, message, place }) => ({ cause, message, place }));
  return `${JSON.stringify({ apiVersion: API_VERSION, ...answer, problems: told }, null, 2)}\n`;
}
