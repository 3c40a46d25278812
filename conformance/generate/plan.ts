import type { Random } from './random';

/** The name of an object within its kind. */
export interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** The host name of a Service. */
export function hostOf({ namespace, name }: Named): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

/** What a mesh will hold, so that objects can refer to each other before they are made. */
export interface Plan {
  readonly random: Random;
  readonly mode: Mode;
  /** Namespaces of users. */
  readonly namespaces: readonly string[];
  readonly gateways: readonly Named[];
  readonly services: readonly Named[];
  readonly entries: readonly Named[];
  readonly workloads: readonly Named[];
}

export const ROOT_NAMESPACE = 'istio-system';

/** When a Gateway can be used as a waypoint, as the judge calls it. */
export type Mode = 'assume' | 'status';

/** How large a mesh is. */
export type Size = 'small' | 'medium';

const SIZES = {
  small: { namespaces: [2, 3], gateways: [1, 4], services: [3, 8], entries: [0, 2], workloads: [2, 6] },
  medium: { namespaces: [3, 5], gateways: [4, 9], services: [8, 18], entries: [1, 5], workloads: [5, 14] },
} as const;

const GATEWAY_NAMES = ['waypoint', 'waypoint', 'waypoint', 'wp-b', 'wp-c', 'wp.dotted'];
/** Names of what istiod deploys for Gateways. */
const DEPLOYED_NAMES = ['waypoint', 'wp-b', 'waypoint-istio'];

/** Decides on the names. */
export function planMesh(random: Random, size: Size, mode: Mode): Plan {
  const sizes = SIZES[size];
  const count = ([least, most]: readonly [number, number]) => random.between(least, most);
  const namespaces = random.list(count(sizes.namespaces), (index) => `ns${index + 1}`);
  const named = (amount: number, name: (index: number) => string) =>
    unique(random.list(amount, (index) => ({ namespace: random.pick(namespaces), name: name(index) })));
  return {
    random,
    mode,
    namespaces,
    gateways: named(count(sizes.gateways), () => random.pick(GATEWAY_NAMES)),
    services: named(count(sizes.services), () => random.chance(0.06) ? random.pick(DEPLOYED_NAMES) : `svc${random.int(4)}`),
    entries: named(count(sizes.entries), (index) => `se${index}`),
    workloads: named(count(sizes.workloads), (index) => random.chance(0.06) ? random.pick(DEPLOYED_NAMES) : `app${index}`),
  };
}

function unique(names: Named[]): Named[] {
  const seen = new Map(names.map((name) => [`${name.namespace}/${name.name}`, name]));
  return [...seen.values()];
}
