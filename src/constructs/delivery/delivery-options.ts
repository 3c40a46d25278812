import type { OwnedObjects } from './object-owner';

/** Options that every delivery has. */
export interface DeliveryOptions {
  /**
   * Who owns objects that get labels and are not of this app; the first entry that covers an object decides, so what is about fewer objects
   * comes first.
   * @default - none: a label on such an object is an error
   */
  readonly owners?: OwnedObjects[];
}
