/**
 * Remembers what a function says of an object, so that it is asked once. The function must be pure, and the object must not change.
 */
export function remember<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let entry = known.get(key);
    if (!entry) known.set(key, entry = { value: compute(key) });
    return entry.value;
  };
}

const MOST_TEXTS = 1000;

/** Remembers what a function says of a text. The function must be pure; of more texts than fit it forgets all and begins anew. */
export function rememberTexts<V>(compute: (text: string) => V): (text: string) => V {
  const known = new Map<string, { readonly value: V }>();
  return (text) => {
    let entry = known.get(text);
    if (!entry) {
      if (known.size === MOST_TEXTS) known.clear();
      known.set(text, entry = { value: compute(text) });
    }
    return entry.value;
  };
}
