import { judgedAdmission, ourAdmission } from './admission';
import type { Value } from './cluster';
import { keyOfValue } from './cluster';
import type { Answer, Fact, Facts } from './facts';

/** Which objects of a mesh the cluster of the judge refuses, and why. */
export function judgedRefusals({ rejected }: Answer, values: readonly Value[]): Facts {
  return new Map(values.map((value): [string, Fact] => {
    const refusal = rejected[keyOfValue(value)];
    const errorsBy = (by: string): readonly string[] => refusal?.by === by ? refusal.errors : [];
    return [keyOfValue(value), judgedAdmission(value, {
      valid: refusal === undefined, schemaErrors: errorsBy('schema'), webhookErrors: errorsBy('webhook'),
    })];
  }));
}

/** Which ones our side refuses. */
export function ourRefusals(values: readonly Value[]): Facts {
  return new Map(values.map((value) => [keyOfValue(value), ourAdmission(value)]));
}
