const ESCAPES: Record<string, string> = { '\\u0007': '\\a', '\\u000b': '\\v' };

/** A string as Go prints it with `%q`. */
export function goQuote(text: string): string {
  return JSON.stringify(text).replace(/\\u00[01][0-9a-f]/g, (escape) => ESCAPES[escape] ?? `\\x${escape.slice(-2)}`);
}

/** A number as Go prints it with `%v`. */
export function goNumber(value: number): string {
  const isTiny = value !== 0 && Math.abs(value) < 1e-4;
  return (isTiny ? value.toExponential() : String(value)).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A value as Go's encoding/json writes it: keys in order, and the three characters escaped that matter in HTML. */
export function goJson(value: unknown): string {
  return (JSON.stringify(sorted(value)) ?? 'null')
    .replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
