import { Testing, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AllowedNamespaces, CrossNamespaceWaypoint, DataplaneMode, HostnameForm, InboundBinding, NamespaceWaypoint, ObjectRef, SandwichClass, SandwichListeners,
  SandwichWaypoint, ServiceWaypoint, TrafficType, Waypoint, WorkloadWaypoint,
} from '../../../src';
import { defineObject } from '../../../src/constructs/define-object';
import { PROXY_CONFIG_VERSION } from '../../../src/istio/groups';
import { only, synth } from '../synth';

const reviews = ObjectRef.service('reviews');

test('ServiceWaypoint: services use it, others opt out', () => {
  expect(synth((chart) => new ServiceWaypoint(chart, 'waypoint', {
    services: [reviews, ObjectRef.serviceEntry('payments')],
    optOut: [ObjectRef.service('ratings')],
    ingress: true,
  }))).toMatchSnapshot();
});

test('WorkloadWaypoint: pod templates, pods and workload entries use it', () => {
  expect(synth((chart) => new WorkloadWaypoint(chart, 'waypoint', {
    workloads: [ObjectRef.deployment('reviews-v2'), ObjectRef.cronJob('report'), ObjectRef.pod('debug'), ObjectRef.workloadEntry('vm')],
  }))).toMatchSnapshot();
});

test('WorkloadWaypoint takes services too, if it is told to', () => {
  const manifests = synth((chart) => new WorkloadWaypoint(chart, 'waypoint', { trafficType: TrafficType.ALL, workloads: [ObjectRef.deployment('a')] }));
  expect(only(manifests, 'Gateway').metadata.labels).toEqual({ 'istio.io/waypoint-for': 'all' });
});

describe('CrossNamespaceWaypoint', () => {
  test('one list of consumers makes both sides', () => {
    expect(synth((chart) => new CrossNamespaceWaypoint(chart, 'waypoint', {
      consumers: [ObjectRef.namespace('pay'), ObjectRef.namespace('cart'), ObjectRef.service('stock', { namespace: 'stock' })],
      dataplaneMode: DataplaneMode.AMBIENT,
    }), 'infra')).toMatchSnapshot();
  });

  test('several consumers are admitted by one expression, in order', () => {
    const manifests = synth((chart) => new CrossNamespaceWaypoint(chart, 'waypoint', { consumers: [ObjectRef.namespace('b'), ObjectRef.namespace('a')] }));
    expect(only(manifests, 'Gateway').spec.listeners[0].allowedRoutes.namespaces.selector)
      .toEqual({ matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['a', 'b'] }] });
  });

  test.each([
    ['by labels', AllowedNamespaces.labelled({ mesh: 'shared' }), { from: 'Selector', selector: { matchLabels: { mesh: 'shared' } } }],
    ['all, asked for by name', AllowedNamespaces.all(), { from: 'All' }],
  ])('consumers are admitted %s', (_, allowedNamespaces, namespaces) => {
    const manifests = synth((chart) => {
      new kplus.Namespace(chart, 'pay', { metadata: { name: 'pay', labels: { mesh: 'shared' } } });
      new CrossNamespaceWaypoint(chart, 'waypoint', { consumers: [ObjectRef.namespace('pay')], allowedNamespaces });
    });
    expect(only(manifests, 'Gateway').spec.listeners[0].allowedRoutes).toEqual({ namespaces });
  });

  test('the namespace of the waypoint itself needs no label for the namespace', () => {
    const manifests = synth((chart) => new CrossNamespaceWaypoint(chart, 'waypoint', { consumers: [ObjectRef.namespace('shop'), ObjectRef.namespace('pay')] }));
    expect(only(manifests, 'Namespace', 'shop').metadata.labels).not.toHaveProperty(['istio.io/use-waypoint-namespace']);
    expect(only(manifests, 'Namespace', 'pay').metadata.labels).toHaveProperty(['istio.io/use-waypoint-namespace'], 'shop');
  });
});

describe('SandwichWaypoint', () => {
  const services = [{ service: reviews, ports: [80] }];

  test.each([
    ['istio', SandwichClass.istio()],
    ['envoy gateway', SandwichClass.envoyGateway()],
    ['kgateway', SandwichClass.kgateway()],
    ['agentgateway', SandwichClass.agentgateway()],
  ])('of class %s', (_, gatewayClass) => {
    expect(synth((chart) => new SandwichWaypoint(chart, 'waypoint', { gatewayClass, defineGatewayClass: true, services }))).toMatchSnapshot();
  });

  test('of a class of one\'s own', () => {
    expect(synth((chart) => new SandwichWaypoint(chart, 'waypoint', {
      gatewayClass: SandwichClass.of({
        className: 'class-nginx',
        controllerName: 'example.com/nginx',
        listeners: SandwichListeners.PROXY,
        inboundBinding: InboundBinding.proxy(15088),
        nameSuffix: '-nginx',
        annotations: { 'example.com/mode': 'waypoint' },
      }),
      defineGatewayClass: true,
      allowedNamespaces: AllowedNamespaces.named('shop', 'pay'),
      services,
    }))).toMatchSnapshot();
  });

  test('a class is defined by one of the waypoints that have it', () => {
    const declare = (...ids: string[]) => () => synth((chart) => ['a', 'b'].map((id) => new SandwichWaypoint(chart, id, {
      gatewayClass: SandwichClass.envoyGateway(), defineGatewayClass: ids.includes(id), waypointName: `${id}-waypoint`, services: [{ service: ObjectRef.service(id), ports: [80] }],
    })));
    expect(declare('a')).not.toThrow();
    expect(declare('a', 'b')).toThrow('[test/b] GatewayClass eg is already declared by "test/a": write "defineGatewayClass" in one of them only');
  });

  test('several services and ports have listeners of their own', () => {
    const manifests = synth((chart) => new SandwichWaypoint(chart, 'waypoint', {
      gatewayClass: SandwichClass.istio(),
      hostnameForms: [HostnameForm.SHORT],
      inboundBinding: InboundBinding.none(),
      services: [{ service: reviews, ports: [80, 8080] }, { service: ObjectRef.service('cart'), ports: [80], route: false }],
    }));
    expect(only(manifests, 'Gateway').spec.listeners.map((listener: any) => [listener.name, listener.port, listener.hostname])).toEqual([
      ['captured-short-reviews-80', 80, 'reviews'],
      ['captured-short-reviews-8080', 8080, 'reviews'],
      ['captured-short-cart-80', 80, 'cart'],
      ['fake-hbone-port', 15008, undefined],
    ]);
    expect(only(manifests, 'Gateway').metadata.annotations).toMatchObject({ 'ambient.istio.io/waypoint-inbound-binding': 'NONE' });
    expect(manifests.filter((manifest) => manifest.kind === 'HTTPRoute').map((route) => route.metadata.name)).toEqual(['reviews-80', 'reviews-8080']);
  });

  test('a form of host names that is listed twice is one', () => {
    const formsOf = (...hostnameForms: HostnameForm[]) => only(synth((chart) => {
      new SandwichWaypoint(chart, 'waypoint', { gatewayClass: SandwichClass.istio(), services, hostnameForms });
    }), 'Gateway').spec.listeners;
    expect(formsOf(HostnameForm.SVC, HostnameForm.SVC)).toEqual(formsOf(HostnameForm.SVC));
  });

  describe('bad input', () => {
    const many = Array.from({ length: 16 }, (_, index) => ({ service: ObjectRef.service(`s${index}`), ports: [80] }));

    test.each([
      ['a port that is listed twice', { services: [{ service: reviews, ports: [80, 80] }] }],
      ['a service that is listed twice', { services: [...services, ...services] }],
      ['more listeners than a Gateway takes', { services: many }],
      ['a domain with a blank', { services, clusterDomain: 'cluster local' }],
    ])('%s', (_, props) => {
      expect(() => synth((chart) => new SandwichWaypoint(chart, 'waypoint', { gatewayClass: SandwichClass.istio(), ...props }))).toThrowErrorMatchingSnapshot();
    });

    test('a ProxyConfig that another waypoint has', () => {
      expect(() => synth((chart) => {
        defineObject(chart, 'other', { apiVersion: PROXY_CONFIG_VERSION, kind: 'ProxyConfig', namespace: 'shop', name: 'waypoint-no-hbone', property: 'name' });
        new SandwichWaypoint(chart, 'waypoint', { gatewayClass: SandwichClass.istio(), services });
      })).toThrow('[test/waypoint] ProxyConfig shop/waypoint-no-hbone is already declared by "test": write another "waypointName"');
    });
  });

  test('its Deployment and identity have the suffix of the class', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    const waypoint = new SandwichWaypoint(chart, 'waypoint', { gatewayClass: SandwichClass.istio(), services });
    expect([waypoint.deploymentName, waypoint.waypointPrincipal]).toEqual(['waypoint-istio', 'cluster.local/ns/shop/sa/waypoint-istio']);
  });
});

test('a waypoint that exists elsewhere makes nothing but can be used', () => {
  const manifests = synth((chart) => {
    const waypoint = Waypoint.fromWaypointAttributes(chart, 'waypoint', { waypointName: 'shared', namespace: 'infra' });
    expect(waypoint.admits('shop')).toBeUndefined();
    new NamespaceWaypoint(chart, 'own', { waypointName: 'own' });
    waypoint.markHasAutoscaler();
    expect(waypoint.waypointPrincipal).toBe('cluster.local/ns/infra/sa/shared');
  });
  expect(manifests.map((manifest) => manifest.metadata.name)).toEqual(['own', 'shop']);
});
