import { KINDS } from './kinds';
import type { ObjectRef } from './object-ref';

/**
 * Reads `KIND/NAMESPACE/NAME`, `KIND//NAME` for what lives in no namespace, and `KIND.GROUP/NAMESPACE/NAME` for kinds that are not
 * known by their plain name.
 * @returns undefined if the text has another form
 */
export function parseAssumed(text: string): ObjectRef | undefined {
  const [, kind, group, namespace = '', name] = /^([^/.]+)(?:\.([^/]+))?\/(?:([^/]*)\/)?([^/]+)$/.exec(text) ?? [];
  if (!kind) return undefined;
  const known = KINDS.find((each) => each.kind === kind && (group ?? each.group) === each.group);
  if (known?.namespaced && !namespace) return undefined;
  return { group: known?.group ?? group ?? '', kind, namespace, name };
}
