import type { ExpectedDifference } from './fleet-difference';
import { checkTexts } from '../check-texts';
import { mistake } from '../problem';

/** Refuses expectations that give no reason, or would silently fit other differences than they say. */
export function checkExpectedDifferences(expected: readonly ExpectedDifference[]): void {
  for (const { reason, kinds, namespaces, names, fields } of expected) {
    if (!reason) throw mistake('an entry of "expectedDifferences" has no "reason": write why the clusters differ');
    for (const [what, list] of Object.entries({ kinds, namespaces, names, fields })) checkTexts(`"${what}" of the expected difference "${reason}"`, list);
  }
}
