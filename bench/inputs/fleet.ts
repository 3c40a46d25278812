import * as fs from 'node:fs';
import * as path from 'node:path';

/** How many objects `writeFleet` writes for each namespace. */
export const OBJECTS_PER_NAMESPACE = 9;

/** Writes a fleet of namespaces, each with a waypoint of its own and what goes with it, into one file. */
export function writeFleet(folder: string, namespaces: number): string {
  const file = path.join(folder, `fleet-${namespaces}.yaml`);
  const documents = Array.from({ length: namespaces }, (_, index) => bundle(`team-${String(index).padStart(4, '0')}`));
  fs.writeFileSync(file, documents.join('---\n'));
  return file;
}

function bundle(namespace: string): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${namespace}
  labels:
    istio.io/dataplane-mode: ambient
    istio.io/use-waypoint: waypoint
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: waypoint
  namespace: ${namespace}
  labels:
    istio.io/waypoint-for: service
spec:
  gatewayClassName: istio-waypoint
  infrastructure:
    parametersRef:
      group: ""
      kind: ConfigMap
      name: waypoint-infra
  listeners:
    - name: mesh
      port: 15008
      protocol: HBONE
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: waypoint-infra
  namespace: ${namespace}
data:
  deployment: |
    spec:
      template:
        spec:
          containers: []
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: waypoint
  namespace: ${namespace}
spec:
  maxReplicas: 5
  metrics:
    - resource:
        name: cpu
        target:
          averageUtilization: 50
          type: Utilization
      type: Resource
  minReplicas: 2
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: waypoint
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: waypoint
  namespace: ${namespace}
spec:
  minAvailable: 1
  selector:
    matchLabels:
      gateway.networking.k8s.io/gateway-name: waypoint
---
apiVersion: v1
kind: Service
metadata:
  name: reviews
  namespace: ${namespace}
  labels:
    istio.io/ingress-use-waypoint: "true"
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: reviews
  namespace: ${namespace}
spec:
  parentRefs:
    - group: ""
      kind: Service
      name: reviews
      port: 9080
  rules:
    - backendRefs:
        - name: reviews-v1
          port: 9080
          weight: 90
        - name: reviews-v2
          port: 9080
          weight: 10
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: view-only
  namespace: ${namespace}
spec:
  action: ALLOW
  rules:
    - from:
        - source:
            namespaces:
              - ${namespace}
              - istio-system
      to:
        - operation:
            methods:
              - GET
  targetRefs:
    - group: gateway.networking.k8s.io
      kind: Gateway
      name: waypoint
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: reviews
  namespace: ${namespace}
spec:
  action: ALLOW
  rules:
    - from:
        - source:
            principals:
              - cluster.local/ns/${namespace}/sa/productpage
  targetRefs:
    - group: ""
      kind: Service
      name: reviews
`;
}
