import { loadAll } from 'js-yaml';
import { parseLoosely } from '../../mesh/flow-indentation';
import { rememberTexts } from '../../mesh/remember';
import { KUBERNETES_SCHEMA } from '../../mesh/yaml-schema';

/** What an overlay says: the value of its first document, null if there is none; or why it is not YAML. */
export type OverlayText = { readonly value: unknown } | { readonly value: undefined; readonly error: string };

/** Reads an overlay: a part of an object, as YAML within a ConfigMap. Of equal keys the last one counts, as in istiod. */
export const readOverlay = rememberTexts((text): OverlayText => {
  try {
    return { value: parseLoosely(text, (loose) => loadAll(loose, { schema: KUBERNETES_SCHEMA, json: true }))[0] ?? null };
  } catch (error) {
    return { value: undefined, error: (error as Error).message.split('\n')[0] };
  }
});
