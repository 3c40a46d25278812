import { ask } from '../../src/diff/ask';
import { loadFiles } from '../../src/mesh/load';
import { SourceFile } from '../../src/mesh/source-file';
import { explain } from '../../src/traffic/explain';
import { questionOf } from '../../src/traffic/question';

const MESH = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart } }, spec: {} } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: new, namespace: shop }
spec: { template: { metadata: { labels: { app: new } }, spec: { serviceAccountName: web } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: old, namespace: shop }
spec: { template: { metadata: { labels: { app: old, istio.io/dataplane-mode: none } }, spec: { serviceAccountName: web } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: lone, namespace: elsewhere }
spec: { template: { metadata: { labels: { app: lone } }, spec: { serviceAccountName: lone } } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  rules: [{ from: [{ source: { namespaces: [shop, elsewhere] } }] }]
`;

test.each([
  ['sa:shop/web', 'depends'],
  ['Deployment/shop/new', 'allowed'],
  ['Deployment/shop/old', 'denied'],
  ['Deployment/elsewhere/lone', 'unknown'],
])('%s: the verdict is the one of explain', (from, verdict) => {
  const { mesh } = loadFiles([new SourceFile('mesh.yaml', MESH)]);
  const form = { from, to: 'cart.shop:80', method: 'GET', path: '/' };
  const question = questionOf(mesh, form, true).value!;
  const clients = question.asked.map(({ client }) => client);
  const { destination } = question;
  const answer = destination.kind === 'service' && ask(mesh, clients, { service: destination.service }, 80, form);
  expect(answer).toMatchObject({ verdict });
  expect(explain(mesh, question).verdict).toBe(verdict);
});
