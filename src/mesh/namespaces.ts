import type { StringMap } from './fields';
import type { NAMESPACE } from './kinds/core';
import type { ManifestOf } from './manifest';
import { NAMESPACE_NAME } from '../istio/labels';

/** What is known of a namespace. */
export interface NamespaceFacts {
  readonly name: string;
  /** With `kubernetes.io/metadata.name`, which Kubernetes writes on each: for a namespace outside the input, that alone. */
  readonly labels: StringMap;
  readonly annotations: StringMap;
  /** False: its Namespace is not in the input, so it may have labels that nobody told. */
  readonly isKnown: boolean;
  readonly manifest?: ManifestOf<typeof NAMESPACE>;
}

/** The namespaces of a mesh. */
export class Namespaces {
  readonly #facts = new Map<string, NamespaceFacts>();

  /** @param find the Namespace of that name, if it is in the input */
  constructor(private readonly find: (name: string) => ManifestOf<typeof NAMESPACE> | undefined) {}

  public of(name: string): NamespaceFacts {
    let facts = this.#facts.get(name);
    if (!facts) this.#facts.set(name, facts = this.look(name));
    return facts;
  }

  private look(name: string): NamespaceFacts {
    const manifest = this.find(name);
    return {
      name,
      labels: withName(name, manifest?.labels ?? {}),
      annotations: manifest?.annotations ?? {},
      isKnown: manifest !== undefined,
      ...(manifest && { manifest }),
    };
  }
}

/** Key by key, because a spread with one more key would give the labels of each namespace a hidden class of their own. */
function withName(name: string, labels: StringMap): StringMap {
  const named: Record<string, string> = {};
  for (const key of Object.keys(labels)) named[key] = labels[key];
  named[NAMESPACE_NAME] = name;
  return named;
}
