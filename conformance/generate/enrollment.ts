import type { Marks } from './manifest';
import type { Plan } from './plan';

/** Values of boolean labels: what Go reads as true, as false, and not at all. */
export const BOOLEANS = ['true', 'true', 'true', 'false', 'True', 'TRUE', 't', '1', '0', 'yes', ''];

const CANARY_WEIGHTS = ['0', '1', '10', '50', '100', '101', '-1', 'ten', '', ' 5', '+5', '05', '1e1', '5.0'];

/**
 * Labels and annotations by which an object or a Namespace asks for a waypoint.
 * @param probability that it does
 */
export function enrollmentMarks(plan: Plan, namespace: string, probability: number): Marks {
  const { random } = plan;
  const primary = random.maybe(probability, () => waypointLabels(plan, namespace, '')) ?? {};
  const canary = random.maybe(0.15, () => waypointLabels(plan, namespace, '-canary')) ?? {};
  return {
    labels: {
      ...primary,
      ...canary,
      'istio.io/ingress-use-waypoint': random.maybe(0.2, () => random.pick(BOOLEANS)),
    },
    annotations: {
      'istio.io/use-waypoint-canary-weight': random.maybe(canary['istio.io/use-waypoint-canary'] === undefined ? 0.03 : 0.8, () => random.pick(CANARY_WEIGHTS)),
    },
  };
}

/** Which waypoint is named. */
const NAMED = [...Array<string>(9).fill('own'), ...Array<string>(5).fill('other'), 'missing', 'elsewhere', 'none', 'odd', 'namespace-only'];

function waypointLabels(plan: Plan, namespace: string, suffix: string): Record<string, string | undefined> {
  const { random } = plan;
  const label = `istio.io/use-waypoint${suffix}`;
  const inNamespace = `${label}-namespace`;
  const own = plan.gateways.filter((gateway) => gateway.namespace === namespace);
  switch (random.pick(NAMED)) {
    case 'own':
      if (own.length > 0) return { [label]: random.pick(own).name, [inNamespace]: random.maybe(0.1, () => namespace) };
      return { [label]: random.pick(plan.gateways).name };
    case 'other': {
      const { namespace: theirs, name } = random.pick(plan.gateways);
      return { [label]: name, [inNamespace]: theirs };
    }
    case 'missing':
      return { [label]: 'no-such-waypoint' };
    case 'elsewhere':
      return { [label]: 'waypoint', [inNamespace]: random.pick(['no-such-namespace', '', ...plan.namespaces]) };
    case 'none':
      return { [label]: 'none', [inNamespace]: random.maybe(0.2, () => random.pick(plan.namespaces)) };
    case 'odd':
      return { [label]: random.pick(['', 'None', 'NONE', 'Waypoint', 'waypoint.ns1']) };
    default:
      return { [inNamespace]: random.pick(plan.namespaces) };
  }
}
