import type { ApiObject } from 'cdk8s';
import type { Json } from './manifest-renderer';
import { groupOf } from '../../istio/groups';
import { isClusterScoped } from '../cluster-scoped';
import { problem } from '../problem';

/** What was claimed of a kind. */
interface Kind {
  readonly isClusterScoped: boolean;
  /** By name; with the namespace before it unless the kind is of the cluster as a whole. */
  readonly objects: Map<string, ApiObject>;
}

/** Which objects an app has written, and where they are declared: no object may come out twice. */
export class ObjectClaims {
  /** By group and kind. */
  private readonly kinds = new Map<string, Kind>();
  /** By kind, then by the version that an object is written in. */
  private readonly versions = new Map<string, Map<string, Kind>>();

  /** Claims the object that a construct was rendered to. */
  public claim(construct: ApiObject, manifest: Json): void {
    const { apiVersion, kind, metadata } = manifest;
    const claimed = this.versions.get(kind)?.get(apiVersion) ?? this.kindOf(manifest);
    // An API server ignores the namespace that such an object has from its chart.
    const key = metadata?.namespace && !claimed.isClusterScoped ? `${metadata.namespace}/${metadata.name}` : String(metadata?.name);
    const other = claimed.objects.get(key);
    if (other) {
      throw problem(construct, `${kind} ${key} is declared by "${other.node.path}" too, and one would overwrite the other: keep one of the two`);
    }
    claimed.objects.set(key, construct);
  }

  private kindOf(manifest: Json): Kind {
    const { apiVersion, kind } = manifest;
    const group = groupOf(manifest);
    const key = `${group}/${kind}`;
    const known = this.kinds.get(key) ?? { isClusterScoped: isClusterScoped(group, kind), objects: new Map<string, ApiObject>() };
    this.kinds.set(key, known);
    const versions = this.versions.get(kind) ?? new Map<string, Kind>();
    this.versions.set(kind, versions.set(apiVersion, known));
    return known;
  }
}
