import type { ExpectedDifference } from './fleet-difference';
import { checkFilter, checkTexts } from '../check-texts';
import { mistake } from '../problem';

/** Refuses expectations that give no reason, or would silently fit other differences than they say. */
export function checkExpectedDifferences(expected: readonly ExpectedDifference[]): void {
  for (const difference of expected) {
    const { reason, fields } = difference;
    if (!reason) throw mistake('an entry of "expectedDifferences" has no "reason": write why the clusters differ');
    checkFilter(`the expected difference "${reason}"`, difference);
    checkTexts(`"fields" of the expected difference "${reason}"`, fields);
  }
}
