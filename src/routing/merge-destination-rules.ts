import type { StringMap } from '../mesh/fields';
import type { DESTINATION_RULE } from '../mesh/kinds/istio-traffic';
import { hasLabels } from '../mesh/label-selector';
import type { ManifestOf } from '../mesh/manifest';
import { compareText } from '../mesh/object-ref';

export type DestinationRule = ManifestOf<typeof DESTINATION_RULE>;

/** DestinationRules of one namespace for one host that istiod takes for one. */
export interface MergedRules {
  /** Of what several say the first counts. */
  readonly rules: readonly DestinationRule[];
  /** Namespaces, `*` for all and `.` for its own; empty: all. */
  readonly exportTo: ReadonlySet<string>;
  /** The labels of the proxies that it is for; absent: it is for all. */
  readonly proxies?: StringMap;
}

/** Who sees a rule: one for some proxies only is private to its namespace. */
export function exportsOf({ body: { spec } }: DestinationRule): ReadonlySet<string> {
  return new Set(spec?.workloadSelector ? ['.'] : spec?.exportTo);
}

/**
 * Merges the rules of one namespace for one host: those that the same namespaces see, and into each those that more see.
 * @see istio pilot/pkg/model/destination_rule.go mergeDestinationRule
 */
export function mergeRules(rules: readonly DestinationRule[]): readonly MergedRules[] {
  let merged: readonly MergedRules[] = [];
  for (const rule of [...rules].sort(bySelectorAndAge)) {
    const added = separately(rule);
    const relations = merged.map((one) => relate(one, added));
    const joined = merged.map((one, index) => relations[index] === Relation.APART ? one : { ...one, rules: [...one.rules, rule] });
    // Only the last one that it was compared with decides whether it stays a rule of its own too.
    merged = relations.at(-1) === Relation.PART ? joined : [...joined, added];
  }
  return merged;
}

/** What becomes of a rule beside others. */
enum Relation {
  /** It is not merged. */
  APART,
  /** It is merged, and stays a rule of its own. */
  BOTH,
  /** It is merged. */
  PART,
}

function separately(rule: DestinationRule): MergedRules {
  const selector = rule.body.spec?.workloadSelector;
  return { rules: [rule], exportTo: exportsOf(rule), ...selector && { proxies: selector.matchLabels ?? {} } };
}

function relate(one: MergedRules, added: MergedRules): Relation {
  const isWithin = [...one.exportTo].every((namespace) => added.exportTo.has(namespace));
  const isEqual = isWithin && one.exportTo.size === added.exportTo.size;
  if (!isEqual && (!isWithin || one.exportTo.size === 0)) return Relation.APART;
  if (one.proxies && added.proxies && !isSame(one.proxies, added.proxies)) return Relation.APART;
  return isEqual || !one.proxies === !added.proxies ? Relation.PART : Relation.BOTH;
}

function isSame(a: StringMap, b: StringMap): boolean {
  return hasLabels(a, b) && hasLabels(b, a);
}

/** @see istio pilot/pkg/model/push_context.go sortConfigBySelectorAndCreationTime */
function bySelectorAndAge(a: DestinationRule, b: DestinationRule): number {
  const isForAll = ({ body: { spec } }: DestinationRule) => Number(!spec?.workloadSelector);
  return isForAll(a) - isForAll(b) || compareText(a.created, b.created) || compareText(a.name, b.name);
}
