import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import { CrossNamespaceWaypoint, Enrollment, NamespaceWaypoint, ObjectRef, SandwichClass, SandwichWaypoint, ServiceWaypoint, Waypoint } from '../../../src';
import { synth } from '../synth';

function object(chart: Chart, kind: string, name: string, namespace: string, selector: Record<string, string> = { app: name }): ApiObject {
  const apiVersion = kind === 'Service' ? 'v1' : 'apps/v1';
  const spec = kind === 'Service'
    ? { selector, ports: [{ name: 'hbone', port: 15008, protocol: 'TCP', targetPort: 15008 }] }
    : { selector: { matchLabels: selector }, template: { metadata: { labels: selector }, spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] } } };
  return new ApiObject(chart, `${kind}-${name}-${namespace}`, { apiVersion, kind, metadata: { name, namespace }, spec } as never);
}

describe('bad input', () => {
  test.each<[string, (chart: Chart) => unknown, string]>([
    [
      'a service that uses a waypoint of its name',
      (chart) => new ServiceWaypoint(chart, 'waypoint', { waypointName: 'reviews', services: [ObjectRef.service('reviews')] }),
      '[test/waypoint/enrollment] Service shop/reviews has the name of waypoint shop/reviews, which can\'t be deployed then: write another "waypointName", or a "deploymentName"',
    ],
    [
      'a service that uses a waypoint deployed under its name',
      (chart) => new ServiceWaypoint(chart, 'waypoint', { deploymentName: 'reviews', services: [ObjectRef.service('reviews')] }),
      '[test/waypoint/enrollment] Service shop/reviews has the name of waypoint shop/waypoint, which can\'t be deployed then',
    ],
    [
      'a service of a sandwich',
      (chart) => new SandwichWaypoint(chart, 'waypoint', {
        waypointName: 'web', gatewayClass: SandwichClass.istio(), services: [{ service: ObjectRef.service('web-istio'), ports: [80] }],
      }),
      '[test/waypoint/enrollment] Service shop/web-istio has the name of waypoint shop/web, which can\'t be deployed then',
    ],
    [
      'a service enrolled in a waypoint from elsewhere',
      (chart) => new Enrollment(chart, 'enrollment', {
        objects: [ObjectRef.service('reviews')], waypoint: Waypoint.fromWaypointAttributes(chart, 'there', { waypointName: 'reviews', namespace: 'shop' }),
      }),
      '[test/enrollment] Service shop/reviews has the name of waypoint shop/reviews',
    ],
    [
      'a Service of the app, declared later',
      (chart) => [new NamespaceWaypoint(chart, 'waypoint', { waypointName: 'reviews' }), object(chart, 'Service', 'reviews', 'shop')],
      '[test/waypoint] has the name of Service shop/reviews ("test/Service-reviews-shop"), so that it can\'t be deployed: write another "waypointName", or a "deploymentName"',
    ],
    [
      'a Deployment of the app, declared before',
      (chart) => [object(chart, 'Deployment', 'reviews', 'shop'), new NamespaceWaypoint(chart, 'waypoint', { waypointName: 'reviews' })],
      '[test/waypoint] has the name of Deployment shop/reviews ("test/Deployment-reviews-shop"), so that it can\'t be deployed',
    ],
    [
      'two waypoints deployed under one name',
      (chart) => ['a', 'b'].map((id) => new NamespaceWaypoint(chart, id, { waypointName: id, deploymentName: 'proxy' })),
      '[test/b] Deployment shop/proxy is already declared by "test/a": write another "deploymentName"',
    ],
  ])('%s', (_, declare, message) => {
    expect(() => synth(declare)).toThrow(message);
  });
});

describe('names that nothing else has', () => {
  test.each<[string, (chart: Chart) => unknown]>([
    ['a Service in another namespace', (chart) => object(chart, 'Service', 'reviews', 'other')],
    ['a consumer in another namespace', (chart) => new CrossNamespaceWaypoint(chart, 'shared', { waypointName: 'shared', consumers: [ObjectRef.service('shared', { namespace: 'other' })] })],
    ['a Deployment of another name', (chart) => object(chart, 'Deployment', 'reviews-v1', 'shop')],
    ['a Service that takes the place of the generated one on purpose', (chart) => object(chart, 'Service', 'reviews', 'shop', { 'gateway.networking.k8s.io/gateway-name': 'reviews' })],
  ])('%s', (_, declare) => {
    expect(() => synth((chart) => {
      new NamespaceWaypoint(chart, 'waypoint', { waypointName: 'reviews' });
      declare(chart);
    })).not.toThrow();
  });
});
