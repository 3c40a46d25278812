import { matchesSelector } from '../mesh/label-selector';
import type { MeshConfig } from '../mesh/mesh-config';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { NamespaceFacts } from '../mesh/namespaces';

/** Where a ServiceEntry can be seen: everywhere, in its own namespace only, nowhere. */
export type Visibility = 'PUBLIC' | 'NAMESPACE' | 'NONE';

/**
 * The visibility of the ServiceEntries of a namespace; undefined where it depends on labels of the Namespace that are not known.
 * The first policy whose rules all match wins.
 * @see istio pilot/pkg/model/serviceentry_visibility.go VisibilityFor
 */
export function visibilityOf(mesh: MeshObjects, namespace: string): Visibility | undefined {
  const config = configured(mesh);
  if (!config) return 'PUBLIC';
  for (const { visibility, matchingRules } of config.policies ?? []) {
    const answer = all(matchingRules ?? [], mesh.namespace(namespace));
    if (answer !== false) return answer && normal(visibility);
  }
  return normal(config.defaultVisibility);
}

/** Whether MeshConfig says anything of the visibility of ServiceEntries. */
export function hasVisibility(mesh: MeshObjects): boolean {
  return configured(mesh) !== undefined;
}

function configured(mesh: MeshObjects): MeshConfig['serviceEntryVisibility'] {
  return mesh.supports('serviceEntryVisibility') ? mesh.config.serviceEntryVisibility ?? undefined : undefined;
}

type Rules = NonNullable<NonNullable<NonNullable<MeshConfig['serviceEntryVisibility']>['policies']>[number]['matchingRules']>;

function all(rules: Rules, namespace: NamespaceFacts): boolean | undefined {
  const answers = rules.map(({ namespaceSelector }) => matchesSelector(namespaceSelector, namespace));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function normal(visibility: string | undefined): Visibility {
  return visibility === 'NAMESPACE' || visibility === 'NONE' ? visibility : 'PUBLIC';
}
