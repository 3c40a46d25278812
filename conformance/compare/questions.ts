import { judgedBindings, judgedConditions, ourBindingFacts, ourConditionFacts } from './bindings';
import type { Value } from './cluster';
import { asClusterHolds } from './cluster';
import type { Answer, Difference } from './facts';
import { differences } from './facts';
import { ourBindings } from './ours';

/** The outcome of one mesh. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** How many objects were compared, by the kind of question. */
  readonly compared: Readonly<Record<string, number>>;
  /** How many objects our side has no answer for yet, by the kind of question. */
  readonly notCompared: Readonly<Record<string, number>>;
}

/** Asks our side what Istio's code was asked, and compares. */
export function compareMesh(values: readonly Value[], answer: Answer): Comparison {
  const held = asClusterHolds(values, answer.rejected);
  const ours = ourBindings(held, answer.mode);
  const bindings = judgedBindings(answer);
  const conditions = judgedConditions(answer);
  return {
    differences: [
      ...differences('binding', bindings, ourBindingFacts(ours, bindings)),
      ...differences('conditions', conditions, ourConditionFacts(ours, conditions)),
    ],
    compared: { binding: bindings.size, conditions: conditions.size },
    notCompared: unanswered(answer),
  };
}

function unanswered({ policies, routes, gateways, ztunnelPolicies, rejected, generated }: Answer): Record<string, number> {
  const sizes = {
    'status of AuthorizationPolicies': policies,
    'status of routes': routes,
    'status of Gateways': gateways,
    'policies at ztunnel': ztunnelPolicies,
    'refused objects': rejected,
    'bindings of generated objects': { ...generated?.services, ...generated?.workloads },
  };
  return Object.fromEntries(Object.entries(sizes).map(([name, objects]) => [name, Object.keys(objects).length]));
}
