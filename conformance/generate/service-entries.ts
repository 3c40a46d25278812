import { enrollmentMarks } from './enrollment';
import type { Manifest } from './manifest';
import { manifest, mergeMarks, NETWORKING } from './manifest';
import type { Named, Plan } from './plan';
import { hostOf } from './plan';

/** The ServiceEntries of the plan. */
export function serviceEntries(plan: Plan): Manifest[] {
  return plan.entries.map((name) => serviceEntry(plan, name));
}

function serviceEntry(plan: Plan, { namespace, name }: Named): Manifest {
  const { random } = plan;
  const own = {
    labels: {
      'app': name,
      'istio.io/rev': random.maybe(0.05, () => random.pick(['default', 'canary'])),
      'networking.istio.io/enable-autoallocate-ip': random.maybe(0.05, () => random.pick(['true', 'false'])),
    },
    annotations: {
      'istio.io/connect-strategy': random.maybe(0.08, () => random.pick(['RACE_FIRST_TCP_CONNECT', 'race_first_tcp_connect', 'DEFAULT', 'other'])),
    },
  };
  return manifest(NETWORKING, 'ServiceEntry', namespace, name, { spec: specOf(plan, name, namespace) }, mergeMarks(own, enrollmentMarks(plan, namespace, 0.5)));
}

function specOf(plan: Plan, name: string, namespace: string): object {
  const { random } = plan;
  const shape = random.pick(['dns', 'dns', 'static', 'static', 'selector', 'none', 'dynamic', 'round-robin']);
  const base = {
    hosts: shape === 'dynamic' ? [`*.${name}.example.com`] : hosts(plan, name, namespace, shape === 'none'),
    ports: ports(plan, shape),
    ...random.maybe(0.7, () => ({ location: random.pick(['MESH_EXTERNAL', 'MESH_INTERNAL']) })),
    ...random.maybe(0.05, () => ({ exportTo: random.pick([['.'], ['*'], ['ns1']]) })),
  };
  switch (shape) {
    case 'dns': return { ...base, resolution: 'DNS', ...random.maybe(0.3, () => ({ endpoints: endpoints(plan, true) })) };
    case 'round-robin': return { ...base, resolution: 'DNS_ROUND_ROBIN', ...random.maybe(0.3, () => ({ endpoints: endpoints(plan, true).slice(0, 1) })) };
    case 'static': return { ...base, resolution: 'STATIC', ...random.maybe(0.3, () => ({ addresses: ['10.55.0.1'] })), endpoints: endpoints(plan, false) };
    case 'selector': return { ...base, resolution: 'STATIC', location: 'MESH_INTERNAL', workloadSelector: { labels: { app: random.pick(['app0', 'app1', 'vm0']) } } };
    case 'none': return { ...base, resolution: 'NONE', ...random.maybe(0.4, () => ({ addresses: ['10.56.0.0/16'] })) };
    default: return { ...base, location: 'MESH_EXTERNAL', resolution: 'DYNAMIC_DNS' };
  }
}

function hosts(plan: Plan, name: string, namespace: string, mayBeWildcard: boolean): string[] {
  const { random } = plan;
  const own = `${name}.example.com`;
  const shared = 'shared.example.com';
  const service = random.pick(plan.services);
  return random.pick([
    [own], [own], [own], [own, `${name}-b.example.com`],
    [shared], [own, shared],
    [hostOf(service)],
    [hostOf({ namespace, name: service.name }), own],
    [mayBeWildcard ? `*.${name}.example.com` : own],
  ]);
}

function ports({ random }: Plan, shape: string): object[] {
  const web = { number: 80, name: 'http', protocol: 'HTTP' };
  if (shape === 'dynamic') return [random.pick([web, { number: 443, name: 'tls', protocol: 'TLS' }])];
  return random.pick([[web], [web], [web, { number: 443, name: 'tls', protocol: 'TLS' }], [{ number: 9000, name: 'tcp', protocol: 'TCP' }], [{ ...web, targetPort: 8080 }]]);
}

function endpoints(plan: Plan, byName: boolean): object[] {
  const { random } = plan;
  return random.list(random.between(1, 2), (index) => {
    const gateway = random.pick(plan.gateways);
    const labels = random.maybe(0.5, () => ({
      labels: random.pick<Record<string, string>>([
        { 'istio.io/use-waypoint': gateway.name, 'istio.io/use-waypoint-namespace': gateway.namespace },
        { 'istio.io/use-waypoint': 'none' },
        { 'gateway.networking.k8s.io/gateway-name': gateway.name },
        { app: 'remote' },
      ]),
    }));
    return { address: byName ? `backend-${index}.example.com` : `10.95.${random.int(200)}.${index + 1}`, ...labels };
  });
}
