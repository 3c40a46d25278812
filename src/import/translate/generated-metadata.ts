import { COMPONENT, GENERATED_FOR } from '../../istio/labels';
import type { Expression, Props } from '../../program/expression';
import { plain } from '../../program/expression';
import type { Fields, SourceObject } from '../source-object';

/**
 * The properties that say what Istio writes on all that it generates for a Gateway.
 * @param component the part that the gateway plays
 * @param own labels that the construct writes besides
 */
export function generatedMetadataProps({ name, body }: SourceObject, component: string, own: Fields = {}): Props {
  const { labels = {}, annotations = {} } = (body.spec?.infrastructure ?? {}) as Fields;
  const ours: Fields = { ...own, [COMPONENT]: component };
  const isSafe = Object.entries(ours).every(([key, value]) => labels[key] === value) && annotations[GENERATED_FOR] === name;
  return {
    infrastructureDefaults: isSafe ? undefined : plain(false),
    infrastructureLabels: others(labels, isSafe ? Object.keys(ours) : []),
    infrastructureAnnotations: others(annotations, isSafe ? [GENERATED_FOR] : []),
  };
}

function others(map: Fields, known: readonly string[]): Expression | undefined {
  return unlessEmpty(Object.fromEntries(Object.entries(map).filter(([key]) => !known.includes(key))));
}

/** A map as it is; undefined if nothing is in it. */
export function unlessEmpty(map: Fields): Expression | undefined {
  return Object.keys(map).length > 0 ? plain(map) : undefined;
}
