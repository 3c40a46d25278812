/** A manifest of the bundle. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** How many objects `bundleOf` gives. */
export const OBJECTS_PER_NAMESPACE = 9;

/** The names of the namespaces of a fleet. */
export function namespacesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `team-${String(index).padStart(4, '0')}`);
}

/** What a namespace with a waypoint of its own has. */
export function bundleOf(namespace: string): Manifest[] {
  return [...waypointOf(namespace), ...scalingOf(namespace), ...reviewsOf(namespace)];
}

function waypointOf(namespace: string): Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' } } },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'waypoint', namespace, labels: { 'istio.io/waypoint-for': 'service' } },
      spec: {
        gatewayClassName: 'istio-waypoint',
        infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: 'waypoint-infra' } },
        listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'waypoint-infra', namespace },
      data: { deployment: 'spec:\n  template:\n    spec:\n      containers: []\n' },
    },
  ];
}

function scalingOf(namespace: string): Manifest[] {
  return [
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'waypoint', namespace },
      spec: {
        maxReplicas: 5,
        metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 50, type: 'Utilization' } }, type: 'Resource' }],
        minReplicas: 2,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'waypoint' },
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'waypoint', namespace },
      spec: { minAvailable: 1, selector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' } } },
    },
  ];
}

function reviewsOf(namespace: string): Manifest[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'reviews', namespace, labels: { 'istio.io/ingress-use-waypoint': 'true' } },
      spec: { ports: [{ name: 'http', port: 9080 }], selector: { app: 'reviews' } },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'reviews', namespace },
      spec: {
        parentRefs: [{ group: '', kind: 'Service', name: 'reviews', port: 9080 }],
        rules: [{ backendRefs: [{ name: 'reviews', port: 9080 }], matches: [{ path: { type: 'PathPrefix', value: '/reviews' } }] }],
      },
    },
    policy(namespace, 'view-only', { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }, {
      from: [{ source: { namespaces: [namespace, 'istio-system'] } }],
      to: [{ operation: { methods: ['GET'] } }],
    }),
    policy(namespace, 'reviews', { group: '', kind: 'Service', name: 'reviews' }, {
      from: [{ source: { principals: [`cluster.local/ns/${namespace}/sa/productpage`] } }],
    }),
  ];
}

function policy(namespace: string, name: string, target: object, rule: object): Manifest {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace },
    spec: { action: 'ALLOW', rules: [rule], targetRefs: [target] },
  };
}
