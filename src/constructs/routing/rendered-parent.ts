/** A parent, and the namespace that it is in. */
export interface RenderedParent {
  readonly namespace: string;
  readonly isGateway: boolean;
  readonly ref: {
    readonly group: string;
    readonly kind: string;
    readonly name: string;
    readonly port?: number;
    readonly sectionName?: string;
  };
}
