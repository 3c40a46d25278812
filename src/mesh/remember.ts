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
