const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

/** Whether Go's `strconv.ParseBool` reads a text as true; anything else, valid or not, is false. */
export function isTrue(text: string): boolean {
  return TRUE.has(text);
}
