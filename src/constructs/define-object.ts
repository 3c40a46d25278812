import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { withoutNamespace } from './cluster-scoped';
import type { ObjectName } from './object-name';
import { claimObjectName } from './object-name';
import { ownCopy } from './own-copy';

/** What an object that a construct defines is, and what is noted on it. */
export interface ObjectHead extends ObjectName {
  /** The API version with its group, such as `policy/v1`. */
  readonly apiVersion: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

/**
 * Defines an object, of a namespace or of the cluster as a whole, that no other construct of the app defines.
 * @param content all but the head: mostly `spec`
 */
export function defineObject(owner: Construct, id: string, head: ObjectHead, content: object = {}): ApiObject {
  const { apiVersion, kind, namespace, labels, annotations } = head;
  const metadata = { name: claimObjectName(owner, head), ...(namespace && { namespace }), labels, annotations };
  const object = new ApiObject(owner, id, ownCopy({ apiVersion, kind, metadata, ...content }));
  return namespace ? object : withoutNamespace(object);
}
