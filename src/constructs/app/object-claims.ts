import type { ApiObject } from 'cdk8s';
import type { Json } from './manifest-renderer';
import { groupOf } from '../../istio/groups';
import { isClusterScoped } from '../cluster-scoped';
import { problem } from '../problem';

/** Which objects an app has written, and where they are declared: no object may come out twice. */
export class ObjectClaims {
  private readonly claimed = new Map<string, ApiObject>();

  /** Claims the object that a construct was rendered to. */
  public claim(construct: ApiObject, manifest: Json): void {
    const { kind, metadata } = manifest;
    const group = groupOf(manifest);
    // An API server ignores the namespace that such an object has from its chart.
    const place = metadata?.namespace && !isClusterScoped(group, kind) ? `${metadata.namespace}/` : '';
    const key = `${group}/${kind}/${place}${metadata?.name}`;
    const other = this.claimed.get(key);
    if (other) {
      throw problem(construct, `${kind} ${place}${metadata?.name} is declared by "${other.node.path}" too, and one would overwrite the other: keep one of the two`);
    }
    this.claimed.set(key, construct);
  }
}
