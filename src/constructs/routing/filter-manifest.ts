import type { Construct } from 'constructs';
import type { Backend } from './backend';
import type { HeaderChanges } from './header-changes';
import type { MirrorFraction, MirrorOptions } from './mirror-options';
import { problem } from '../problem';

/** Changes to headers, as a filter writes them. */
export function renderHeaderChanges(scope: Construct, { set, add, remove }: HeaderChanges) {
  const list = (map: { [name: string]: string } = {}) => Object.entries(map).map(([name, value]) => ({ name, value }));
  const changes = {
    ...(list(set).length && { set: list(set) }),
    ...(list(add).length && { add: list(add) }),
    ...(remove?.length && { remove }),
  };
  if (Object.keys(changes).length === 0) throw problem(scope, 'a header filter changes nothing: write "set", "add" or "remove"');
  return changes;
}

/** A mirror, as a filter writes it. */
export function renderMirror(scope: Construct, backend: Backend, options: MirrorOptions, routeNamespace: string) {
  return { backendRef: backend._reference(scope, routeNamespace), ...shareOf(scope, options) };
}

function shareOf(scope: Construct, { percent, fraction }: MirrorOptions) {
  if (percent !== undefined && fraction) throw problem(scope, 'a mirror has "percent" and "fraction": write one of the two');
  if (fraction) return { fraction: checkFraction(scope, fraction) };
  if (percent === undefined) return {};
  if (!isWithin(percent, 0, 100)) throw problem(scope, `a mirror has ${percent} percent: write an integer from 0 to 100, or a "fraction"`);
  return { percent };
}

function checkFraction(scope: Construct, { numerator, denominator = 100 }: MirrorFraction) {
  if (!isWithin(denominator, 1, Infinity) || !isWithin(numerator, 0, denominator)) {
    throw problem(scope, `a mirror has the fraction ${numerator}/${denominator}: write integers, from 0/1 to 1/1`);
  }
  return { numerator, denominator };
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
