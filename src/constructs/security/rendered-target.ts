/** A target, and the namespace in which Istio honours a policy for it. */
export interface RenderedTarget {
  readonly namespace: string;
  readonly ref: { readonly group: string; readonly kind: string; readonly name: string };
}
