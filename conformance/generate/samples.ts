import type { Random } from './random';

const PARTS = ['x', 'y-1', 'a.b', 'z', 'v1'];

/** A text that a pattern of a policy matches: exact, with `*` at an end, or a path template. */
export function matching(random: Random, pattern: string): string {
  const part = () => random.pick(PARTS);
  if (pattern === '*') return part();
  if (/[{}]/.test(pattern)) return pattern.replace(/\{\*\*\}/g, () => random.pick([part(), `${part()}/${part()}`, ''])).replace(/\{\*\}/g, part);
  return pattern.replace(/^\*/, () => random.pick([part(), ''])).replace(/\*$/, () => random.pick([part(), '', `/${part()}`]));
}

/** A text close to one that a pattern matches: most often just beside it. */
export function nearMiss(random: Random, pattern: string): string {
  const text = matching(random, pattern);
  switch (random.pick(['longer', 'shorter', 'case', 'before', 'slash', 'other'])) {
    case 'longer': return `${text}${random.pick(['x', '/', 'sub'])}`;
    case 'shorter': return text.length > 1 ? text.slice(0, -1) : `${text}x`;
    case 'case': return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
    case 'before': return `x${text}`;
    case 'slash': return text.replace(/\//, '//');
    default: return random.pick(PARTS);
  }
}

/** An IPv4 address within a block, or just outside of it. */
export function addressIn(random: Random, block: string, isInside: boolean): string {
  const [base, bits = '32'] = block.split('/');
  const bytes = base.split('.').map(Number);
  if (bytes.length !== 4) return '10.244.9.9';
  const kept = Math.floor(Number(bits) / 8);
  const address = bytes.map((byte, index) => index < kept ? byte : random.between(1, 254));
  if (kept === 4) address[3] = bytes[3];
  if (!isInside) address[Math.max(0, kept - 1)] = (address[Math.max(0, kept - 1)] + 1) % 250;
  return address.join('.');
}
