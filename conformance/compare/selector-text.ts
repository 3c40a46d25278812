import type { LabelSelector } from '../../src/mesh/kinds/kind';

/** A selector as Go prints it. @see k8s.io/apimachinery pkg/labels/selector.go Requirement.String */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector = {}): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const expressions = matchExpressions.map(({ key = '', operator = '', values = [] }) => ({ key, text: requirementText(key, operator, values) }));
  return [...labels, ...expressions].sort((a, b) => a.key < b.key ? -1 : 1).map(({ text }) => text).join(',');
}

function requirementText(key: string, operator: string, values: readonly string[]): string {
  const list = `(${[...values].sort().join(',')})`;
  switch (operator) {
    case 'In': return `${key} in ${list}`;
    case 'NotIn': return `${key} notin ${list}`;
    case 'DoesNotExist': return `!${key}`;
    default: return key;
  }
}
