import {
  boolYaml11Tag, defineMappingTag, defineScalarTag, defineSequenceTag, mapTag, mergeTag, NOT_RESOLVED, nullYaml11Tag, Schema, seqTag,
  strTag,
} from 'js-yaml';

const INTEGER = /^([-+]?)(0x[0-9a-f]+|0b[01]+|0o[0-7]+|0[0-7]*|[1-9][0-9]*)$/i;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i;
const NUMBER_STARTS = ['-', '+', '.', ...'0123456789'];

/** Underscores separate digits, a leading zero means octal, and there are no numbers to base 60. */
function resolveNumber(source: string): number | typeof NOT_RESOLVED {
  const plain = source.startsWith('.') ? source : source.replaceAll('_', '');
  const integer = INTEGER.exec(plain);
  if (integer) return integer[1] === '-' ? 0 - magnitude(integer[2]) : magnitude(integer[2]);
  if (!FLOAT.test(plain)) return NOT_RESOLVED;
  const value = Number(plain);
  return Number.isFinite(value) ? value : NOT_RESOLVED;
}

function magnitude(digits: string): number {
  return /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
}

/** A tag that only an explicit `!!tag` selects takes part in writing, too; this project writes no YAML by it. */
const readOnly = { identify: () => false };
const number = { ...readOnly, implicitFirstChars: NUMBER_STARTS, resolve: resolveNumber };

/**
 * YAML as Kubernetes reads it: YAML 1.1 in the dialect of go-yaml, which knows `yes`, `on` and `y` as booleans and keeps
 * dates, base 60 numbers and values of unknown tags as text.
 * @see go.yaml.in/yaml/v2 resolve.go
 */
export const KUBERNETES_SCHEMA = new Schema([
  strTag,
  seqTag,
  mapTag,
  nullYaml11Tag,
  boolYaml11Tag,
  defineScalarTag('tag:yaml.org,2002:int', { ...number, implicit: true }),
  defineScalarTag('tag:yaml.org,2002:float', number),
  mergeTag,
  ...['!', 'tag:'].flatMap((prefix) => [
    defineScalarTag(prefix, { ...readOnly, matchByTagPrefix: true, resolve: (source: string) => source }),
    defineSequenceTag(prefix, { ...seqTag, matchByTagPrefix: true }),
    defineMappingTag(prefix, { ...mapTag, matchByTagPrefix: true }),
  ]),
]);
