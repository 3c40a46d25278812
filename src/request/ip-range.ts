import { isIPv4, isIPv6 } from 'node:net';

/** A range of IP addresses of one family. */
export interface IpRange {
  readonly family: 4 | 6;
  readonly bits: string;
}

/** Reads an address or a block such as `10.0.0.0/8`; undefined if it is neither. */
export function parseIpRange(text: string): IpRange | undefined {
  const [, address, length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const whole = address === undefined ? undefined : parseIp(address);
  if (!whole || (length !== undefined && Number(length) > whole.bits.length)) return undefined;
  return length === undefined ? whole : { family: whole.family, bits: whole.bits.slice(0, Number(length)) };
}

/** Whether an address lies in a range; false for what is no address. */
export function inRange(range: IpRange, address: string): boolean {
  const ip = parseIp(address);
  return ip !== undefined && ip.family === range.family && ip.bits.startsWith(range.bits);
}

/** 4, 6, or undefined for what is no address. */
export function familyOf(address: string): 4 | 6 | undefined {
  return parseIp(address)?.family;
}

function parseIp(address: string): IpRange | undefined {
  if (isIPv4(address)) return { family: 4, bits: bitsOfIPv4(address) };
  return isIPv6(address) && !address.includes('%') ? { family: 6, bits: bitsOfIPv6(address) } : undefined;
}

function bitsOfIPv4(address: string): string {
  return address.split('.').map((part) => toBits(Number(part), 8)).join('');
}

function bitsOfIPv6(address: string): string {
  const hex = address.replace(/\d+\.\d+\.\d+\.\d+$/, (tail) => groupsOf(bitsOfIPv4(tail)));
  const [head, tail] = hex.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = tail ? Array<string>(8 - head.length - tail.length).fill('0') : [];
  return [...head, ...zeros, ...tail ?? []].map((group) => toBits(parseInt(group, 16), 16)).join('');
}

function groupsOf(bits: string): string {
  return `${parseInt(bits.slice(0, 16), 2).toString(16)}:${parseInt(bits.slice(16), 2).toString(16)}`;
}

function toBits(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}
