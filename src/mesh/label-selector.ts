import type { StringMap } from './fields';
import type { LabelSelector } from './kinds/kind';

/** Whether labels have all of others, with their values. */
export function hasLabels(labels: StringMap, wanted: StringMap): boolean {
  return Object.entries(wanted).every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value);
}

/** Labels, and whether there may be others that nobody told. */
export interface LabelSet {
  readonly labels: StringMap;
  readonly isKnown: boolean;
}

/**
 * Whether a selector matches labels; undefined where that depends on labels that are not known.
 * @param selector undefined matches nothing, an empty one everything
 * @see k8s.io/apimachinery pkg/apis/meta/v1 LabelSelectorAsSelector, pkg/labels Requirement.Matches
 */
export function matchesSelector(selector: LabelSelector | undefined, set: LabelSet): boolean | undefined {
  if (!selector) return false;
  const answers = requirementsOf(selector).map((requirement) => matches(requirement, set));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

function requirementsOf({ matchLabels, matchExpressions }: LabelSelector): Requirement[] {
  return [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    ...(matchExpressions ?? []).map(({ key = '', operator = '', values }) => ({ key, operator, values: values ?? [] })),
  ];
}

function matches({ key, operator, values }: Requirement, { labels, isKnown }: LabelSet): boolean | undefined {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (value === undefined && !isKnown) return undefined;
  switch (operator) {
    case 'In': return value !== undefined && values.includes(value);
    case 'NotIn': return value === undefined || !values.includes(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    default: return false;
  }
}
