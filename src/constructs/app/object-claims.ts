import type { ApiObject } from 'cdk8s';
import type { Json } from './manifest-renderer';
import { problem } from '../problem';

/** Which objects an app has written, and where they are declared: no object may come out twice. */
export class ObjectClaims {
  private readonly claimed = new Map<string, ApiObject>();

  /** Claims the object that a construct was rendered to. */
  public claim(construct: ApiObject, manifest: Json): void {
    const { apiVersion, kind, metadata } = manifest;
    const group = String(apiVersion).slice(0, Math.max(0, String(apiVersion).indexOf('/')));
    const key = `${group}/${kind}/${metadata?.namespace ?? ''}/${metadata?.name}`;
    const other = this.claimed.get(key);
    if (other) {
      const place = metadata?.namespace ? `${metadata.namespace}/` : '';
      throw problem(construct, `${kind} ${place}${metadata?.name} is declared by "${other.node.path}" too, and one would overwrite the other: keep one of the two`);
    }
    this.claimed.set(key, construct);
  }
}
