import { isIPv4, isIPv6 } from 'net';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;

/** The formats of strings; those of numbers are checked with their type. */
const FORMATS: Record<string, (value: string) => boolean> = {
  ipv4: (value) => isIpAddress(value) && value.includes('.'),
  ipv6: (value) => isIpAddress(value) && value.includes(':'),
  byte: (value) => BASE64.test(value),
};

/** Whether a string has a format of the schemas; unknown formats hold for everything. */
export function hasFormat(format: string, value: string): boolean {
  return FORMATS[format]?.(value) ?? true;
}

/** Whether Go's net.ParseIP takes a string: no zone, no leading zeros. */
export function isIpAddress(value: string): boolean {
  return isIPv4(value) || (isIPv6(value) && !value.includes('%'));
}
