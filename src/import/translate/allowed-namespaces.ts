import { NAMESPACE_NAME } from '../../istio/labels';
import type { Expression } from '../../program/expression';
import { callOurs, plain } from '../../program/expression';
import { NotCovered } from '../item';
import type { Fields } from '../source-object';

/** Which namespaces a listener admits: by name where that is all it says. */
export interface Admission {
  readonly expression: Expression;
  /** The names, if it admits by name; the own namespace of the Gateway as `same`. */
  readonly names?: readonly string[] | 'same';
}

/** The `allowedRoutes` of a listener as `AllowedNamespaces`. */
export function admissionOf(listener: Fields): Admission {
  const { from = 'Same', selector } = listener.allowedRoutes?.namespaces ?? {};
  switch (from) {
    case 'Same': return { expression: callOurs('AllowedNamespaces', 'same'), names: 'same' };
    case 'All': return { expression: callOurs('AllowedNamespaces', 'all') };
    case 'Selector': return selected(selector ?? {});
    default: throw new NotCovered(`its listener admits namespaces "from: ${from}"`);
  }
}

function selected({ matchLabels = {}, matchExpressions = [] }: Fields): Admission {
  const names = namesIn(matchLabels, matchExpressions);
  if (names) return { expression: callOurs('AllowedNamespaces', 'named', ...names.map(plain)), names };
  if (matchExpressions.length > 0) throw new NotCovered('its listener admits namespaces by "matchExpressions", and constructs by names or by "matchLabels"');
  return { expression: callOurs('AllowedNamespaces', 'labelled', plain(matchLabels)) };
}

function namesIn(matchLabels: Fields, [expression, ...others]: readonly Fields[]): readonly string[] | undefined {
  const labels = Object.keys(matchLabels);
  if (!expression) return labels.length === 1 && labels[0] === NAMESPACE_NAME ? [matchLabels[NAMESPACE_NAME]] : undefined;
  const isOnlyNames = labels.length === 0 && others.length === 0 && expression.key === NAMESPACE_NAME && expression.operator === 'In';
  return isOnlyNames ? expression.values : undefined;
}
