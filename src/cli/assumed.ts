import { KINDS } from '../mesh/kinds';
import type { ObjectRef } from '../mesh/object-ref';

/**
 * Reads `KIND/NAMESPACE/NAME`, `KIND//NAME` for what lives in no namespace, and `KIND.GROUP/NAMESPACE/NAME` for kinds that are not
 * known by their plain name.
 * @returns undefined if the text has another form
 */
export function parseAssumed(text: string): ObjectRef | undefined {
  const [, kindAndGroup, namespace, name] = /^([^/]+)\/([^/]*)\/([^/]+)$/.exec(text) ?? /^([^/]+)()\/([^/]+)$/.exec(text) ?? [];
  if (!kindAndGroup || !name) return undefined;
  const [kind, ...group] = kindAndGroup.split('.');
  const known = KINDS.find((each) => each.kind === kind && (group.length === 0 || each.group === group.join('.')));
  if (!namespace && known?.namespaced) return undefined;
  return { group: known?.group ?? group.join('.'), kind, namespace: namespace ?? '', name };
}
