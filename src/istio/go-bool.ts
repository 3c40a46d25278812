const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

/** Whether Go's `strconv.ParseBool` reads a text as true; anything else, valid or not, is false. */
export function isTrue(text: string): boolean {
  return TRUE.has(text);
}

const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** Whether Go's `strconv.ParseBool` reads a text as false. */
export function isFalse(text: string): boolean {
  return FALSE.has(text);
}
