import type { Manifest } from './manifest';
import { GATEWAY_API, manifest } from './manifest';
import type { Plan } from './plan';
import { hostOf } from './plan';
import { grpcRules, httpRules, streamRules } from './route-rules';

/** Routes of all four kinds. */
export function routes(plan: Plan, count: number): Manifest[] {
  const { random } = plan;
  return random.list(count, (index) => {
    const namespace = random.pick(plan.namespaces);
    const kind = random.pick(['HTTPRoute', 'HTTPRoute', 'HTTPRoute', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute']);
    const hostnames = kind === 'TLSRoute' ? [sni(plan)] : random.maybe(kind === 'TCPRoute' ? 0 : 0.15, () => random.pick([['a.example.com'], ['*.example.com'], ['b.org']]));
    const spec = {
      parentRefs: parentRefs(plan, namespace),
      ...(hostnames && { hostnames }),
      rules: rulesOf(plan, kind, namespace),
    };
    return manifest(GATEWAY_API, kind, namespace, `route${index}`, { spec }, { labels: { 'istio.io/rev': random.maybe(0.04, () => random.pick(['default', 'canary'])) } });
  });
}

function rulesOf(plan: Plan, kind: string, namespace: string): object[] {
  switch (kind) {
    case 'HTTPRoute': return httpRules(plan, namespace);
    case 'GRPCRoute': return grpcRules(plan, namespace);
    default: return streamRules(plan, namespace);
  }
}

function sni({ random, services }: Plan): string {
  return random.pick([hostOf(random.pick(services)), 'a.example.com', '*.example.com']);
}

function parentRefs(plan: Plan, namespace: string): object[] {
  const { random } = plan;
  const refs = random.list(random.pick([1, 1, 1, 2]), () => parentRef(plan, namespace));
  // The API server refuses two references to one parent.
  return refs.filter((ref, index) => refs.findIndex((other) => sameParent(ref, other)) === index);
}

function sameParent(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  return a.kind === b.kind && a.name === b.name;
}

function parentRef(plan: Plan, namespace: string): Record<string, unknown> {
  const { random } = plan;
  const place = (name: { namespace: string; name: string }) => ({
    name: name.name,
    ...((name.namespace !== namespace || random.chance(0.3)) && { namespace: random.chance(0.9) ? name.namespace : namespace }),
  });
  const port = random.maybe(0.35, () => ({ port: random.pick([80, 80, 80, 8080, 9000, 9090]) }));
  switch (random.pick(['Service', 'Service', 'Service', 'Service', 'ServiceEntry', 'Gateway', 'Gateway', 'missing', 'other'])) {
    case 'Service': return { group: '', kind: 'Service', ...place(random.pick(plan.services)), ...port, ...random.maybe(0.05, () => ({ sectionName: 'http' })) };
    case 'ServiceEntry':
      return { group: 'networking.istio.io', kind: 'ServiceEntry', ...(plan.entries.length > 0 ? place(random.pick(plan.entries)) : { name: 'no-such-entry' }), ...port };
    case 'Gateway': return {
      ...random.maybe(0.5, () => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway' })),
      ...place(random.pick(plan.gateways)),
      ...random.maybe(0.2, () => ({ sectionName: random.pick(['http', 'mesh', 'alt', 'no-such-listener']) })),
      ...random.maybe(0.2, () => ({ port: random.pick([80, 15008]) })),
    };
    case 'missing': return { group: '', kind: 'Service', name: 'no-such-service', ...port };
    default: return random.pick<Record<string, unknown>>([{ group: '', kind: 'ConfigMap', name: 'a' }, { group: 'example.com', kind: 'Service', name: 'svc0' }, { group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'svc0' }]);
  }
}

/** ReferenceGrants: routes below a Gateway need them, those of the mesh do not. */
export function referenceGrants(plan: Plan, count: number): Manifest[] {
  const { random } = plan;
  return random.list(count, (index) => manifest('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', random.pick(plan.namespaces), `grant${index}`, {
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: random.pick(['HTTPRoute', 'HTTPRoute', 'TCPRoute', 'Gateway']), namespace: random.pick(plan.namespaces) }],
      to: [random.pick<object>([
        { group: '', kind: 'Service', ...random.maybe(0.3, () => ({ name: random.pick(plan.services).name })) },
        { group: '', kind: 'Secret', ...random.maybe(0.3, () => ({ name: 'certificate' })) },
      ])],
    },
  }));
}
