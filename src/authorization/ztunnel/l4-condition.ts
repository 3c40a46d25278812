import { inRange, parseIpRange } from '../../request/ip-range';
import type { TextTest } from '../../request/text-match';
import { wildcardTest } from '../../request/text-match';
import type { Maybe, Truth } from '../../request/truth';
import { anyOf, not, test } from '../../request/truth';

/** What ztunnel knows of a connection to a workload. */
export interface L4Input {
  /** The SPIFFE identity of the peer without `spiffe://`; null: it has none. A waypoint in between is the peer. */
  readonly principal: Maybe<string | null>;
  /** The address of the peer. */
  readonly sourceIp: Maybe<string>;
  /** The address of the workload. */
  readonly destinationIp: Maybe<string>;
  /** The port of the workload, which may differ from that of the service. */
  readonly destinationPort: Maybe<number>;
}

/** One condition of a policy as ztunnel asks it. */
export type L4Condition = (input: L4Input) => Truth;

/** What ztunnel makes of one value; undefined: it can't be read, and is left out. */
type ReadValue = (value: string, namespace: string) => L4Condition | undefined;

/** The attributes that ztunnel knows. */
export const L4_ATTRIBUTES = {
  principal: (value) => {
    const matches = wildcardTest(value);
    return identity(matches);
  },
  namespace: (value) => {
    const matches = wildcardTest(value);
    return identity((principal) => matches(partOf(principal, 'ns')));
  },
  serviceAccount: (value, policyNamespace) => {
    const slash = value.indexOf('/');
    const [namespace, name] = slash < 0 ? [policyNamespace, value] : [value.slice(0, slash), value.slice(slash + 1)];
    return identity((principal) => partOf(principal, 'ns') === namespace && partOf(principal, 'sa') === name);
  },
  sourceIp: (value) => address(value, ({ sourceIp }) => sourceIp),
  destinationIp: (value) => address(value, ({ destinationIp }) => destinationIp),
  destinationPort: (value) => {
    const port = Number(value);
    return /^\d+$/.test(value) && port <= 65535 ? ({ destinationPort }) => test(destinationPort, (known) => known === port) : undefined;
  },
} as const satisfies Record<string, ReadValue>;

/**
 * The conditions that values and their negations make; none if no value is left.
 * @see istio pilot/pkg/serviceregistry/ambient/authorization.go handleRule
 */
export function l4Conditions(
  attribute: keyof typeof L4_ATTRIBUTES, values: readonly string[] | undefined, notValues: readonly string[] | undefined, namespace: string,
): L4Condition[] {
  const read = (texts: readonly string[] = []) =>
    texts.map((text) => (L4_ATTRIBUTES[attribute] as ReadValue)(text, namespace)).filter((condition) => condition !== undefined);
  const [wanted, unwanted] = [read(values), read(notValues)];
  return [
    ...wanted.length > 0 ? [(input: L4Input) => anyOf(wanted, (holds) => holds(input))] : [],
    ...unwanted.length > 0 ? [(input: L4Input) => not(anyOf(unwanted, (holds) => holds(input)))] : [],
  ];
}

function identity(matches: TextTest): L4Condition {
  return ({ principal }) => test(principal, (known) => known !== null && matches(known));
}

/** The part of an identity `<trust domain>/ns/<namespace>/sa/<service account>` that follows a key; `""` if there is none. */
function partOf(principal: string, key: 'ns' | 'sa'): string {
  const parts = principal.split('/');
  return parts[parts.indexOf(key, 1) + 1] ?? '';
}

function address(value: string, addressOf: (input: L4Input) => Maybe<string>): L4Condition | undefined {
  const range = parseIpRange(value);
  return range && ((input) => test(addressOf(input), (known) => inRange(range, known)));
}
