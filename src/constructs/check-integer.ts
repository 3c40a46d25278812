import type { IConstruct } from 'constructs';
import { problem } from './problem';

/** What fits into the 32 bits that Kubernetes and Envoy have for a number. */
const LARGEST = 2 ** 31 - 1;

/**
 * Checks a whole number.
 * @param what the number, as the subject of a sentence: `minReplicas`
 * @param most by default what fits
 */
export function checkInteger(scope: IConstruct, what: string, value: number, least: number, most?: number): number {
  if (Number.isInteger(value) && value >= least && value <= (most ?? LARGEST)) return value;
  const isOpen = most === undefined && !(value > LARGEST);
  throw problem(scope, `${what} is ${value}: write an integer ${isOpen ? `of at least ${least}` : `from ${least} to ${most ?? LARGEST}`}`);
}
