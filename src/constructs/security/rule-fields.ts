import type { Construct } from 'constructs';
import { checkPort } from '../port';
import { problem } from '../problem';

/** A part of a policy rule: lists of values by field name. */
export type RuleFields = Record<string, readonly string[] | undefined>;

/** Leaves out what is not given; an empty list, or nothing at all, is an error: Istio would read it as "never" or "always". */
export function renderFields(scope: Construct, what: string, fields: RuleFields): Record<string, readonly string[]> {
  const given = Object.entries(fields).filter((entry): entry is [string, readonly string[]] => entry[1] !== undefined);
  if (given.length === 0) throw problem(scope, `${what} says nothing: write at least one of ${Object.keys(fields).join(', ')}`);
  for (const [field, values] of given) {
    if (values.length === 0) throw problem(scope, `${what} has an empty list "${field}": list at least one value, or leave it out`);
    if (!values.every(Boolean)) throw problem(scope, `${what} has an empty value in "${field}": write a value, or leave it out`);
  }
  return Object.fromEntries(given);
}

/** Methods, which have a case. */
export function renderMethods(scope: Construct, methods: readonly string[] | undefined): readonly string[] | undefined {
  const odd = methods?.find((method) => method && method !== method.toUpperCase());
  if (odd) throw problem(scope, `method "${odd}" is never matched, as methods have a case: write "${odd.toUpperCase()}"`);
  return methods;
}

/** Paths, of which all begin with a slash; Istio takes a star that is not at an end for itself. */
export function renderPaths(scope: Construct, paths: readonly string[] | undefined): readonly string[] | undefined {
  const odd = paths?.find((path) => path && !/^[/*]/.test(path));
  if (odd) throw problem(scope, `path "${odd}" is never matched: write "/${odd}", or "*" before it`);
  const starred = paths?.find((path) => path?.replaceAll('{*}', '').replaceAll('{**}', '').slice(1, -1).includes('*'));
  if (starred) throw problem(scope, `path "${starred}" has a "*" that is not at an end, where it stands for nothing but itself: write one "*" at an end, "{*}" for a segment, or "{**}" for several`);
  return paths;
}

/** Ports as policies write them: as text. */
export function renderPorts(scope: Construct, ports: readonly number[] | undefined): string[] | undefined {
  return ports?.map((port) => String(checkPort(scope, port)));
}

const IP_BLOCK = /^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(\/[0-9]{1,3})?$/;

/** IP addresses and CIDR blocks. */
export function renderIpBlocks(scope: Construct, blocks: readonly string[] | undefined): readonly string[] | undefined {
  for (const block of blocks ?? []) {
    if (!isIpBlock(block)) throw problem(scope, `"${block}" is no IP address or CIDR block: write such as "10.0.0.0/8" or "2001:db8::1"`);
  }
  return blocks;
}

/** CIDR blocks; an address is a block of one. */
export function renderCidrs(scope: Construct, blocks: readonly string[] | undefined): readonly string[] | undefined {
  return renderIpBlocks(scope, blocks)?.map((block) => block.includes('/') ? block : `${block}/${block.includes(':') ? 128 : 32}`);
}

function isIpBlock(block: string): boolean {
  const [address, length] = block.split('/');
  if (!IP_BLOCK.test(block)) return false;
  const isV4 = !address.includes(':');
  const bits = isV4 ? 32 : 128;
  const fits = !isV4 || address.split('.').every((part) => Number(part) <= 255);
  return fits && (length === undefined || Number(length) <= bits);
}
