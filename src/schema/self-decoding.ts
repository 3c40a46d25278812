import { goQuote } from './go-text';

/** A type of Kubernetes that decodes itself: what it says of a value that it can't take. */
type SelfDecoding = (value: unknown) => string[];

const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
const QUANTITY_FORM = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const SELF_DECODING: Record<string, SelfDecoding | undefined> = {
  'resource.Quantity': decodeQuantity,
  'intstr.IntOrString': decodeIntOrString,
  'v1.Time': decodeTime,
  'v1.MicroTime': decodeTime,
};

/** @see k8s.io/apimachinery pkg/api/resource/quantity.go ParseQuantity */
function decodeQuantity(value: unknown): string[] {
  const text = typeof value === 'string' ? value.trim() : String(value);
  if (QUANTITY.test(text)) return [];
  if (QUANTITY_FORM.test(text)) return ["unable to parse quantity's suffix"];
  return [`quantities must match the regular expression '${QUANTITY_FORM.source}'`];
}

/** @see k8s.io/apimachinery pkg/util/intstr/intstr.go UnmarshalJSON */
function decodeIntOrString(value: unknown): string[] {
  if (typeof value === 'string' || isInteger(value, 'int32')) return [];
  return [`json: cannot unmarshal ${jsonKind(value, 'int32')} into Go value of type int32`];
}

/** @see k8s.io/apimachinery pkg/apis/meta/v1/time.go UnmarshalJSON */
function decodeTime(value: unknown): string[] {
  if (typeof value !== 'string') return [`json: cannot unmarshal ${jsonKind(value, 'string')} into Go value of type string`];
  return TIME.test(value) ? [] : [`parsing time ${goQuote(value)} as "2006-01-02T15:04:05Z07:00": cannot parse it`];
}

/** What Go calls a value of JSON that does not fit a type. */
export function jsonKind(value: unknown, expected: string): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return /^(u?int|float)/.test(expected) ? `number ${value}` : 'number';
  return typeof value;
}

/** Whether a value is an integer of a size that Go gives to a format. */
export function isInteger(value: unknown, format: string): boolean {
  const limit = format === 'int32' ? 2 ** 31 : 2 ** 63;
  return Number.isInteger(value) && (value as number) < limit && (value as number) >= -limit;
}
