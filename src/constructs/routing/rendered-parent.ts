import type { LocatedObject } from '../located-object';

/** A parent, and the namespace that it is in. */
export interface RenderedParent {
  readonly namespace: string;
  readonly isGateway: boolean;
  /** The Service or ServiceEntry; undefined for a Gateway. */
  readonly object?: LocatedObject;
  /** Its full host names; undefined where only the parent itself could tell, which is not of this app. */
  readonly hosts?: readonly string[];
  readonly ref: {
    readonly group: string;
    readonly kind: string;
    readonly name: string;
    readonly port?: number;
    readonly sectionName?: string;
  };
}
