import type { IConstruct } from 'constructs';
import type { Delivery } from './delivery';

/** By the root of the tree. Apart from the class, so that a program without a delivery does not load what one needs. */
const deliveries = new WeakMap<IConstruct, Delivery>();

/** The delivery of the app that a construct belongs to. */
export function deliveryOf(scope: IConstruct): Delivery | undefined {
  return deliveries.get(scope.node.root);
}

/** Makes a delivery that of an app. */
export function setDelivery(app: IConstruct, delivery: Delivery): void {
  deliveries.set(app, delivery);
}
