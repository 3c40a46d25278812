/** A change of the field that a finding names. */
export type Edit =
  /** Gives it another value. */
  | { readonly kind: 'set'; readonly value: string }
  /** Takes it away, with its value. */
  | { readonly kind: 'remove' };
