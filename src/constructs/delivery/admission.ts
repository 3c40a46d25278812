import type { Manifest } from './manifest';
import { NAMESPACE_NAME } from '../../istio/labels';

/** Whether a Gateway refuses the objects of a namespace, whatever the labels of the namespace are. */
export function refusesNamespace({ metadata, spec }: Manifest, namespace: string): boolean {
  const listeners: readonly Manifest[] = spec?.listeners ?? [];
  return !listeners.some(({ allowedRoutes }) => {
    const { from = 'Same', selector } = allowedRoutes?.namespaces ?? {};
    return from === 'Selector' ? mayFit(selector ?? {}, namespace) : from === 'All' || namespace === metadata.namespace;
  });
}

/** Whether a selector fits a namespace of this name, as far as the name tells. */
function mayFit({ matchLabels = {}, matchExpressions = [] }: Manifest, namespace: string): boolean {
  const lists: Manifest[] = matchExpressions.filter(({ key, operator }: Manifest) => key === NAMESPACE_NAME && operator === 'In');
  return (matchLabels[NAMESPACE_NAME] ?? namespace) === namespace && lists.every(({ values = [] }) => values.includes(namespace));
}
