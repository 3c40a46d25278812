import type { Construct } from 'constructs';
import type { Backend } from './backend';
import type { HeaderChanges } from './header-changes';
import type { MirrorFraction, MirrorOptions } from './mirror-options';
import { findTwice } from '../find-twice';
import { checkHeaderName } from '../header-name';
import { problem } from '../problem';

/** Something that is done to requests or responses, of HTTP or gRPC. */
interface Filter<Rendered> {
  _render(scope: Construct, routeNamespace: string): Rendered;
}

/** The filters of a rule or a backend: of each kind one, but for mirrors. */
export function renderFilters<Rendered extends { readonly type: string }>(
  scope: Construct, filters: readonly Filter<Rendered>[], routeNamespace: string,
): Rendered[] {
  const rendered = filters.map((filter) => filter._render(scope, routeNamespace));
  const twice = findTwice(rendered.filter(({ type }) => type !== 'RequestMirror'), ({ type }) => type);
  if (twice) throw problem(scope, `has two filters of type ${twice.type} in one place: join them into one`);
  return rendered;
}

/** Changes to headers, as a filter writes them. */
export function renderHeaderChanges(scope: Construct, { set, add, remove }: HeaderChanges) {
  const list = (map: { [name: string]: string } = {}) => Object.entries(map).map(([name, value]) => renderHeader(scope, name, value));
  for (const name of remove ?? []) checkHeaderName(scope, name);
  const changes = {
    ...(list(set).length && { set: list(set) }),
    ...(list(add).length && { add: list(add) }),
    ...(remove?.length && { remove }),
  };
  if (Object.keys(changes).length === 0) throw problem(scope, 'a header filter changes nothing: write "set", "add" or "remove"');
  return changes;
}

function renderHeader(scope: Construct, name: string, value: string) {
  if (value === '') throw problem(scope, `a header filter has no value for "${name}": write one, or list the header in "remove"`);
  return { name: checkHeaderName(scope, name), value };
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
  if (!isWithin(denominator, 1, 2 ** 31 - 1) || !isWithin(numerator, 0, denominator)) {
    throw problem(scope, `a mirror has the fraction ${numerator}/${denominator}: write integers, from 0/1 to 1/1`);
  }
  return { numerator, denominator };
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
