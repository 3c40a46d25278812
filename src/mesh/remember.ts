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

/** Remembers what a function says of two objects, as `remember` does of one, for as long as the first one is there. */
export function rememberPair<K extends object, L extends object, V>(compute: (key: K, other: L) => V): (key: K, other: L) => V {
  const answers = remember((_: K) => new Map<L, { readonly value: V }>());
  return (key, other) => {
    const known = answers(key);
    let entry = known.get(other);
    if (!entry) known.set(other, entry = { value: compute(key, other) });
    return entry.value;
  };
}

/**
 * Remembers what a function says of an object and more, so that it is asked once for each. The function must be pure, and the object must
 * not change.
 * @param textOf says the rest as text, the same for equal answers only
 */
export function rememberEach<K extends object, Rest extends readonly unknown[], V>(
  textOf: (...rest: Rest) => string, compute: (key: K, ...rest: Rest) => V,
): (key: K, ...rest: Rest) => V {
  const answers = remember((_: K) => new Map<string, { readonly value: V }>());
  return (key, ...rest) => {
    const known = answers(key);
    const text = textOf(...rest);
    let entry = known.get(text);
    if (!entry) known.set(text, entry = { value: compute(key, ...rest) });
    return entry.value;
  };
}

/**
 * Remembers what a function says of a text. The function must be pure.
 * @param most of more texts it forgets all and begins anew
 */
export function rememberTexts<V>(compute: (text: string) => V, most: number = 1000): (text: string) => V {
  const known = new Map<string, { readonly value: V }>();
  return (text) => {
    let entry = known.get(text);
    if (!entry) {
      if (known.size === most) known.clear();
      known.set(text, entry = { value: compute(text) });
    }
    return entry.value;
  };
}
