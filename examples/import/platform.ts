import { ApiObject, App, Chart } from 'cdk8s';
import {
  CrossNamespaceWaypoint, ObjectRef, PolicyAction, PolicyTarget, Principal, Source, TrafficType, WaypointAuthorization,
  WaypointServiceType, WorkloadWaypoint, ZtunnelAuthorization, ZtunnelTarget,
} from 'cdk8s-waypoint';

const app = new App();

const cluster = new Chart(app, 'cluster');

// As they are, since no construct writes objects of kind Namespace.
new ApiObject(cluster, 'shop-namespace', {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { team: 'shop' } },
});

const infra = new Chart(app, 'infra', { namespace: 'infra' });

// Not a construct: it has no "targetRefs", and so is not for a waypoint.
new ApiObject(infra, 'headers-envoyfilter', {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: { name: 'headers' },
  spec: {
    workloadSelector: { labels: { app: 'proxy' } },
    configPatches: [{
      applyTo: 'HTTP_FILTER',
      patch: {
        operation: 'INSERT_BEFORE',
        value: {
          name: 'envoy.lua',
          inlineCode: `function envoy_on_request(handle)
  handle:headers():add("x-cost", "\${42} \`ticks\`")
end
`,
        },
      },
    }],
  },
});

const pay = new Chart(app, 'pay', { namespace: 'pay' });

const partner = new ApiObject(pay, 'partner-serviceentry', {
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name: 'partner' },
  spec: { hosts: ['partner.example.com'], ports: [{ name: 'https', number: 443, protocol: 'TLS' }], resolution: 'DNS' },
});

const egress = new CrossNamespaceWaypoint(infra, 'egress', {
  waypointName: 'egress',
  consumers: [ObjectRef.of(partner), ObjectRef.namespace('shop')],
  trafficType: TrafficType.ALL,
  revision: 'canary',
  serviceType: WaypointServiceType.CLUSTER_IP,
  annotations: { 'example.com/owner': 'platform' },
  infrastructureDefaults: false,
  infrastructureLabels: { 'cost-centre': '42' },
  infrastructure: {
    replicas: 3,
    priorityClassName: 'mesh-critical',
    overlays: {
      deployment: {
        spec: {
          template: { spec: { containers: [{ name: 'istio-proxy', resources: { requests: { cpu: '500m' } } }] } },
        },
      },
    },
    configMapName: 'egress-options',
  },
});

new WaypointAuthorization(infra, 'egress-callers', {
  targets: [PolicyTarget.waypoint(egress)],
  action: PolicyAction.DENY,
  rules: [{ sources: [Source.of({ notPrincipals: [Principal.of('cluster.local/ns/pay/sa/*')] })] }],
});

const istioSystem = new Chart(app, 'istio-system', { namespace: 'istio-system' });
new ZtunnelAuthorization(istioSystem, 'deny-all', { target: ZtunnelTarget.mesh(), allowNothing: true });

// As they are, since no construct writes objects of kind ServiceEntry, StatefulSet.
const ledger = new ApiObject(pay, 'ledger-statefulset', {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'ledger' },
  spec: {
    serviceName: 'ledger',
    selector: { matchLabels: { app: 'ledger' } },
    template: {
      metadata: { labels: { app: 'ledger' } },
      spec: { containers: [{ name: 'ledger', image: 'ledger' }] },
    },
  },
});

new WorkloadWaypoint(pay, 'ledger-pods', {
  waypointName: 'ledger-pods',
  workloads: [ObjectRef.of(ledger)],
  infrastructureDefaults: false,
});

const shop = new Chart(app, 'shop', { namespace: 'shop' });

// Not a construct: its parent is Gateway "public", and constructs take the Services and ServiceEntries of a mesh.
new ApiObject(shop, 'site-httproute', {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'site' },
  spec: {
    parentRefs: [{ name: 'public' }],
    rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
  },
});

app.synth();
