import type { Manifest } from './manifest';
import { manifest, NETWORKING } from './manifest';
import type { Plan } from './plan';
import { hostOf, ROOT_NAMESPACE } from './plan';

/** DestinationRules, most of them with subsets. */
export function destinationRules(plan: Plan, count: number): Manifest[] {
  const { random } = plan;
  return random.list(count, (index) => {
    const service = random.pick(plan.services);
    const { namespace } = service;
    const part = (name: string, version: string) => ({ name, labels: { version } });
    const all = [part('v1', 'v1'), part('v2', 'v2'), part('v2', 'v9'), { name: 'v1', labels: {} }];
    const spec = {
      host: random.pick([...Array<string>(3).fill(hostOf(service)), service.name, `*.${namespace}.svc.cluster.local`, 'se0.example.com']),
      ...random.maybe(0.9, () => ({ subsets: random.pick([all.slice(0, 2), all.slice(0, 1), [all[0], all[2]], [all[3]]]) })),
      ...random.maybe(0.15, () => ({ exportTo: random.pick([['.'], ['*'], [random.pick(plan.namespaces)]]) })),
      ...random.maybe(0.05, () => ({ workloadSelector: { matchLabels: { app: 'svc0' } } })),
      ...random.maybe(0.1, () => ({ trafficPolicy: random.pick<object>([{ loadBalancer: { simple: 'ROUND_ROBIN' } }, { tls: { mode: 'SIMPLE' } }, { connectionPool: { tcp: { maxConnections: 10 } } }]) })),
    };
    return manifest(NETWORKING, 'DestinationRule', random.pick([namespace, namespace, namespace, random.pick(plan.namespaces), ROOT_NAMESPACE]), `dr${index}`, { spec }, {
      labels: { 'istio.io/rev': random.maybe(0.04, () => random.pick(['default', 'canary'])) },
    });
  });
}
