import * as fs from 'node:fs';
import * as path from 'node:path';

/** How many objects `writeShops` writes for each namespace. */
export const OBJECTS_PER_SHOP = 9;

/** Writes namespaces with services, clients, routes and policies of their own into one file. In one of them a policy can allow one method more. */
export function writeShops(folder: string, namespaces: number, changed: number | undefined): string {
  const file = path.join(folder, `shops-${namespaces}-${changed ?? 'as-is'}.yaml`);
  const documents = Array.from({ length: namespaces }, (_, index) =>
    shop(`shop-${String(index).padStart(4, '0')}`, index === changed ? '[GET, POST]' : '[GET]'));
  fs.writeFileSync(file, documents.join('---\n'));
  return file;
}

function shop(namespace: string, methods: string): string {
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
spec:
  gatewayClassName: istio-waypoint
  listeners:
    - name: mesh
      port: 15008
      protocol: HBONE
---
apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: ${namespace}
spec:
  selector:
    app: cart
  ports:
    - name: http
      port: 80
      targetPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: ${namespace}
spec:
  selector:
    app: web
  ports:
    - name: http
      port: 80
      targetPort: 8080
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: ${namespace}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: cart
  template:
    metadata:
      labels:
        app: cart
    spec:
      serviceAccountName: cart
      containers:
        - name: cart
          image: registry.example.com/cart:1.0.0
          ports:
            - containerPort: 8080
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: ${namespace}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          ports:
            - containerPort: 8080
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: cart
  namespace: ${namespace}
spec:
  parentRefs:
    - group: ""
      kind: Service
      name: cart
      port: 80
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /cart
      backendRefs:
        - name: cart
          port: 80
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: cart
  namespace: ${namespace}
spec:
  targetRefs:
    - group: ""
      kind: Service
      name: cart
  action: ALLOW
  rules:
    - from:
        - source:
            principals:
              - cluster.local/ns/${namespace}/sa/web
      to:
        - operation:
            methods: ${methods}
            paths:
              - /cart*
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: only-waypoint
  namespace: ${namespace}
spec:
  selector:
    matchLabels:
      app: cart
  action: ALLOW
  rules:
    - from:
        - source:
            principals:
              - cluster.local/ns/${namespace}/sa/waypoint
`;
}
