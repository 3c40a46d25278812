import { lintLoaded } from '../../src/lint/report';
import { loadFiles, loadPaths } from '../../src/mesh/load';
import { SourceFile } from '../../src/mesh/source-file';

const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint }
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80 }] }
`;
const GATEWAY = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec:
  gatewayClassName: istio-waypoint
  listeners: [{ name: mesh, port: 15008, protocol: HBONE }]
`;
const OTHER_GATEWAY = GATEWAY.replace('waypoint,', 'other,').replace('shop', 'shop, labels: { istio.io/waypoint-for: none }');
const POLICY = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: read, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }] }]
`;
const ADMIT = POLICY.replace('read', 'admit').replace('sa/web', 'sa/waypoint');
const broken = (text: string) => text.replace('metadata: {', 'metadata: [{');

function rules(...documents: string[]): string[] {
  const { findings, problems } = lintLoaded(loadFiles([new SourceFile('a.yaml', documents.join('---\n'))]));
  expect(problems).toHaveLength(1);
  return findings.map(({ rule }) => rule.id);
}

test.each<[string, string[], string[]]>([
  ['a waypoint that a label names', [NAMESPACE, SERVICE, OTHER_GATEWAY, broken(GATEWAY)], []],
  ['another waypoint than a label names', [NAMESPACE, SERVICE, OTHER_GATEWAY, broken(GATEWAY.replace('waypoint,', 'third,'))], ['waypoint-not-found']],
  ['a waypoint of an unrendered template', [NAMESPACE, SERVICE, OTHER_GATEWAY, GATEWAY.replace('waypoint,', '{{ .Values.name }},')], []],
  ['an object of another kind', [NAMESPACE, SERVICE, OTHER_GATEWAY, broken(SERVICE.replace('cart', 'waypoint'))], ['waypoint-not-found']],
  ['what has a label of a wrong type', [NAMESPACE, SERVICE, OTHER_GATEWAY, GATEWAY.replace('shop', 'shop, labels: { fine: true }')], []],
  ['the label that names a waypoint', [NAMESPACE.replace('istio.io/use-waypoint', 'team'), SERVICE, GATEWAY, broken(SERVICE.replace('shop', 'shop, labels: { istio.io/use-waypoint: waypoint }'))], []],
  ['a Service without a label', [NAMESPACE.replace('istio.io/use-waypoint', 'team'), SERVICE, GATEWAY, broken(SERVICE)], ['unused-waypoint']],
  ['a policy that may let a waypoint in', [NAMESPACE, SERVICE, GATEWAY, POLICY, broken(ADMIT)], []],
  ['a Service beside a policy that refuses a waypoint', [NAMESPACE, SERVICE, GATEWAY, POLICY, broken(SERVICE)], ['waypoint-not-allowed']],
])('what can\'t be read may be %s', (_, documents, expected) => {
  expect(rules(...documents)).toEqual(expected);
});

test('a file that can\'t be opened may hold anything', () => {
  const { findings } = lintLoaded(loadPaths([__filename.replace('unread.test.ts', 'not-there.yaml'), `${__dirname}/../rules/unused-waypoint/bad`]));
  expect(findings.map(({ rule }) => rule.id)).not.toContain('unused-waypoint');
});
