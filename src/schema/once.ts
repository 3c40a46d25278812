/** Asks for a value when it is first needed, and keeps it. */
export function once<Value extends object>(load: () => Value): () => Value {
  let value: Value | undefined;
  return () => value ??= load();
}
