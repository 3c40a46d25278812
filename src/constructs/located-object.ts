import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** An object whose place is known. */
export interface LocatedObject {
  readonly apiVersion: string;
  readonly apiGroup: string;
  readonly kind: string;
  /** `""` for a Namespace. */
  readonly namespace: string;
  readonly name: string;
  /** The object itself, where it is declared in this app. */
  readonly object?: ApiObject;
}

/** How an object is named in messages: `Service shop/reviews`. */
export function describe(object: LocatedObject): string {
  return `${object.kind} ${object.namespace ? `${object.namespace}/` : ''}${object.name}`;
}

/** Whether a construct is still reachable from its root: it may have been taken out with `tryRemoveChild`. */
export function isInTree(construct: IConstruct): boolean {
  const scope = construct.node.scope;
  return !scope || (scope.node.tryFindChild(construct.node.id) === construct && isInTree(scope));
}
