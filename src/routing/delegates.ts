import type { Originated } from './converted-rule';
import type { StringMap } from '../mesh/fields';
import type { HttpMatch, HttpRule, StringMatch } from '../mesh/kinds/istio-traffic';

/**
 * The rules of a delegate as the rule that names it lets them be: each match has to lie within one of the root's.
 * @see istio pilot/pkg/model/virtualservice.go MergeHTTPRoutes
 */
export function mergeDelegate(root: HttpRule, delegate: readonly Originated<HttpRule>[]): Originated<HttpRule>[] {
  return delegate.flatMap(({ rule, origin }) => {
    const match = mergeMatches(root.match, rule.match);
    return match ? [{ rule: { ...mergeRule(root, rule), match }, origin }] : [];
  });
}

/** What the delegate does not say, the root says. */
function mergeRule({ delegate: _, route: __, redirect: ___, ...root }: HttpRule, rule: HttpRule): HttpRule {
  const name = rule.name && root.name ? `${root.name}-${rule.name}` : rule.name || root.name;
  const own = Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
  return { ...root, ...own, ...(name !== undefined && { name }) };
}

/** @returns undefined where a match of the delegate lies outside of those of the root */
function mergeMatches(root: readonly HttpMatch[] = [], delegate: readonly HttpMatch[] = []): readonly HttpMatch[] | undefined {
  if (root.length === 0) return delegate;
  if (delegate.length === 0) return root;
  const merged = delegate.map((match) => root.filter((outer) => !conflicts(outer, match)).map((outer) => mergeMatch(outer, match)));
  return merged.some((matches) => matches.length === 0) ? undefined : merged.flat();
}

function mergeMatch(root: HttpMatch, match: HttpMatch): HttpMatch {
  const name = match.name && root.name ? `${root.name}-${match.name}` : match.name || root.name;
  const own = Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined && value !== ''));
  return {
    ...root,
    ...own,
    ignoreUriCase: match.ignoreUriCase,
    headers: { ...root.headers, ...match.headers },
    withoutHeaders: { ...root.withoutHeaders, ...match.withoutHeaders },
    queryParams: { ...root.queryParams, ...match.queryParams },
    sourceLabels: { ...root.sourceLabels, ...match.sourceLabels },
    ...(name !== undefined && { name }),
  };
}

/** @see istio pilot/pkg/model/virtualservice.go hasConflict */
function conflicts(root: HttpMatch, leaf: HttpMatch): boolean {
  return (['uri', 'scheme', 'method', 'authority'] as const).some((field) => textConflicts(root[field], leaf[field]))
    || (['headers', 'withoutHeaders', 'queryParams'] as const).some((field) => mapConflicts(root[field], leaf[field]))
    || Boolean(root.ignoreUriCase) !== Boolean(leaf.ignoreUriCase)
    || sourceConflicts(root, leaf);
}

function sourceConflicts(root: HttpMatch, leaf: HttpMatch): boolean {
  if (root.port && leaf.port && root.port !== leaf.port) return true;
  if (root.sourceNamespace && leaf.sourceNamespace !== root.sourceNamespace) return true;
  return labelsConflict(root.sourceLabels, leaf.sourceLabels) || gatewaysConflict(root.gateways, leaf.gateways);
}

function labelsConflict(root: StringMap = {}, leaf: StringMap = {}): boolean {
  return Object.entries(leaf).some(([name, value]) => Object.hasOwn(root, name) && root[name] !== value);
}

function gatewaysConflict(root: readonly string[] = [], leaf: readonly string[] = []): boolean {
  return root.length > 0 && leaf.some((gateway) => !root.includes(gateway));
}

function mapConflicts(root: HttpMatch['headers'] = {}, leaf: HttpMatch['headers'] = {}): boolean {
  return Object.entries(leaf).some(([name, match]) => textConflicts(Object.hasOwn(root, name) ? root[name] : undefined, match));
}

/** @see istio pilot/pkg/model/virtualservice.go stringMatchConflict */
function textConflicts(root: StringMatch | undefined, leaf: StringMatch | undefined): boolean {
  if (!root || !leaf) return false;
  if (root.regex || leaf.regex) return isSet(root) && isSet(leaf);
  if (root.exact) return Boolean(leaf.prefix) || leaf.exact !== root.exact;
  return !root.prefix || !textOf(leaf).startsWith(root.prefix);
}

function textOf({ prefix, exact }: StringMatch): string {
  return prefix || exact || '';
}

function isSet({ exact, prefix, regex }: StringMatch): boolean {
  return Boolean(exact || prefix || regex);
}
