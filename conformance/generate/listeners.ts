import { TEAMS } from './namespaces';
import type { Plan } from './plan';

type Listener = Record<string, unknown>;

const HBONE = { name: 'mesh', port: 15008, protocol: 'HBONE' };

/** Listeners of a waypoint: mostly the right one, else one of the ways to get it wrong, or those of a sandwich. */
export function waypointListeners(plan: Plan): Listener[] {
  const { random } = plan;
  if (random.chance(0.65)) return [{ ...HBONE, ...allowedRoutes(plan) }];
  const odd: Listener[][] = [
    [{ ...HBONE, port: 15009 }],
    [{ ...HBONE, protocol: 'TCP' }],
    [{ ...HBONE, protocol: 'hbone' }],
    [{ ...HBONE, protocol: 'HTTP', port: 80 }],
    [{ ...HBONE }, { ...HBONE, name: 'other', port: 15009 }],
    [{ ...HBONE }, { name: 'http', port: 80, protocol: 'HTTP' }],
    [{ name: 'proxy', port: 15088, protocol: 'istio.io/PROXY' }],
    [{ name: 'proxy', port: 15088, protocol: 'istio.io/PROXY' }, { ...HBONE }],
    [{ name: 'http', port: 80, protocol: 'HTTP' }, { name: 'fake-hbone-port', port: 15008, protocol: 'TCP' }],
    [{ name: 'http', port: 80, protocol: 'HTTP', hostname: 'svc0.ns1.svc.cluster.local' }, { ...HBONE }],
  ];
  return random.pick(odd).map((listener) => ({ ...listener, ...allowedRoutes(plan) }));
}

/** Listeners of a gateway at the edge. */
export function edgeListeners(plan: Plan): Listener[] {
  const { random } = plan;
  const all: Listener[] = [
    { name: 'http', port: 80, protocol: 'HTTP' },
    { name: 'http-shop', port: 80, protocol: 'HTTP', hostname: '*.example.com' },
    { name: 'alt', port: 8080, protocol: 'HTTP', hostname: 'a.example.com' },
    { name: 'fake-hbone-port', port: 15008, protocol: 'TCP' },
    { name: 'tcp', port: 9000, protocol: 'TCP' },
    { name: 'passthrough', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
    { name: 'secret', port: 8443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'certificate' }] } },
    { name: 'https', port: 8444, protocol: 'HTTPS', ...random.maybe(0.9, () => ({ tls: { certificateRefs: certificates(plan) } })) },
    {
      name: 'terminated',
      port: 8445,
      protocol: 'TLS',
      tls: { certificateRefs: certificates(plan), ...random.maybe(0.3, () => ({ options: { 'gateway.istio.io/tls-terminate-mode': random.pick(TERMINATE_MODES) } })) },
    },
  ];
  return random.some(all, 1, 4).map((listener) => ({ ...listener, ...allowedRoutes(plan) }));
}

const TERMINATE_MODES = ['MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_SIMPLE', 'ISTIO_MUTUAL', 'SIMPLE'];

/** References to certificates, most of which a listener may use. */
function certificates({ random, namespaces }: Plan): Listener[] {
  return random.list(random.pick([1, 1, 1, 2, 3]), () => random.pick<Listener>([
    { name: 'certificate' }, { kind: 'Secret', name: 'certificate' }, { name: 'certificate', namespace: random.pick(namespaces) },
    { kind: 'ConfigMap', name: 'certificate' }, { group: 'example.com', kind: 'Secret', name: 'certificate', namespace: namespaces[0] },
  ]));
}

function allowedRoutes(plan: Plan): Listener {
  const { random } = plan;
  if (random.chance(0.3)) return {};
  const kinds = random.maybe(0.05, () => ({ kinds: [{ group: 'gateway.networking.k8s.io', kind: random.pick(['HTTPRoute', 'TCPRoute', 'NoRoute']) }] }));
  if (random.chance(0.05)) return { allowedRoutes: { ...kinds } };
  const namespaces = random.pick([
    { from: 'All' }, { from: 'All' }, { from: 'All' }, { from: 'Same' }, { from: 'Selector', selector: selector(plan) }, { from: 'Selector', selector: selector(plan) },
    { from: 'Selector' }, { from: 'All', selector: selector(plan) }, { selector: selector(plan) },
  ]);
  return { allowedRoutes: { namespaces, ...kinds } };
}

function selector({ random, namespaces }: Plan): object {
  const values = random.some(TEAMS, 1, 2);
  return random.pick([
    {},
    { matchLabels: { 'kubernetes.io/metadata.name': random.pick(namespaces) } },
    { matchLabels: { team: values[0] } },
    { matchExpressions: [{ key: 'team', operator: 'In', values }] },
    { matchExpressions: [{ key: 'team', operator: 'NotIn', values }] },
    { matchExpressions: [{ key: 'team', operator: 'Exists' }] },
    { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] },
    { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: random.some(namespaces, 1, 3) }] },
    { matchLabels: { 'istio.io/dataplane-mode': 'ambient' }, matchExpressions: [{ key: 'team', operator: 'In', values }] },
  ]);
}
