import { Yaml } from 'cdk8s';

/** Words and paths that are strings without quotes in YAML 1.1: nothing like a number (`e1` is one), a date or an indicator. */
const PLAIN = /^(?:\/|(?![eE][-\d])[A-Za-z])(?:[\w./*-]|:(?=[\w./*-]))*$/;
/** What YAML 1.1 takes for something else, in lower case. */
const NOT_STRINGS = new Set(['y', 'yes', 'n', 'no', 'true', 'false', 'on', 'off', 'null']);
/** What has quotes: nothing at all, a number, or a wildcard, which begins like an alias. */
const QUOTED = /^(?:\d*|\*[\w./*-]*)$/;
/** Lines that neither begin nor end with white space. */
const BLOCK = /^[!-~](?:[ -~\n]*[!-~])?\n?$/;
const DOCUMENT_MARKER = /^(---|\.\.\.)/m;

/**
 * What comes after a key or a dash for a string, as `Yaml.stringify` of cdk8s writes it: on the same line, or on lines below it, which are
 * moved to the right for a key of the outermost map. Common strings are written here; for others cdk8s is asked, which takes its time.
 * @see yaml (npm) stringify/stringifyString.ts
 */
export function yamlString(value: string): string {
  if (isPlain(value)) return ` ${value}\n`;
  if (QUOTED.test(value) || NOT_STRINGS.has(value)) return ` "${value}"\n`;
  if (isBlock(value)) return block(value);
  return Yaml.stringify({ k: value }).slice('k:'.length);
}

/**
 * A key, without the colon.
 * @returns undefined if it is not written on the line of its value
 */
export function yamlKey(key: string): string | undefined {
  if (isPlain(key)) return key;
  if (DOCUMENT_MARKER.test(key)) return undefined;
  const text = Yaml.stringify({ [key]: 0 });
  return /^[^\n]*: 0\n$/.test(text) && !text.startsWith('?') ? text.slice(0, -': 0\n'.length) : undefined;
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !(text.length <= 5 && NOT_STRINGS.has(text.toLowerCase()));
}

function isBlock(value: string): boolean {
  return value.includes('\n') && BLOCK.test(value) && !DOCUMENT_MARKER.test(value);
}

function block(value: string): string {
  const [header, lines] = value.endsWith('\n') ? ['|', value.slice(0, -1)] : ['|-', value];
  return ` ${header}\n  ${lines.replace(/\n+/g, '$&  ')}\n`;
}
