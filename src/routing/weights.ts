/** What has a weight; 1 if it does not say. */
interface Weighted { readonly weight?: number }

/** The sum of all weights. */
export function weightSum(items: readonly Weighted[] | undefined): number {
  return (items ?? []).reduce((sum, { weight = 1 }) => sum + weight, 0);
}

/**
 * Those that have weight, with the weight that Istio gives them: one alone has none, as it takes all.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go buildHTTPDestination
 */
export function withWeight<T extends Weighted>(items: readonly T[] | undefined): { item: T; weight: number }[] {
  const chosen = (items ?? []).filter(({ weight = 1 }) => weight !== 0);
  return chosen.map((item) => ({ item, weight: chosen.length === 1 ? 0 : item.weight ?? 1 }));
}
