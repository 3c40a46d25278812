import type { Chart } from 'cdk8s';
import { Duration } from 'cdk8s';
import { Deployment, Service } from 'cdk8s-plus-28';
import { FaultInjection, HttpValueMatch, NamespaceWaypoint, ObjectRef } from 'cdk8s-waypoint';

/** One in ten requests waits for two seconds; those of a tester fail. */
export function declare(chart: Chart): void {
  new NamespaceWaypoint(chart, 'waypoint');
  const pods = new Deployment(chart, 'cart-pods', { metadata: { name: 'cart' }, containers: [{ image: 'registry.example/cart:1', portNumber: 8080 }] });
  const cart = new Service(chart, 'cart', { metadata: { name: 'cart' }, selector: pods, ports: [{ name: 'http', port: 80, targetPort: 8080 }] });

  new FaultInjection(chart, 'slow-cart', {
    service: ObjectRef.of(cart),
    port: 80,
    faults: [
      { matches: [{ headers: [HttpValueMatch.exact('x-chaos', 'yes')] }], abort: { httpStatus: 503 } },
      { delay: { duration: Duration.seconds(2), percent: 10 } },
    ],
  });
}
