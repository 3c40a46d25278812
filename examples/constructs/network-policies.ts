import type { Chart } from 'cdk8s';
import { declareApplication } from './shop/application';
import { DataplaneMode, Enrollment, NamespaceWaypoint, NetworkPolicies, ObjectRef, PodPeer } from 'cdk8s-waypoint';

/** The network lets nothing through but what the waypoint needs: two namespaces are its clients, one is scraped. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  new Enrollment(chart, 'clients', { objects: [ObjectRef.namespace('pay')], dataplaneMode: DataplaneMode.AMBIENT });
  for (const name of ['web', 'cart', 'database']) declareApplication(chart, name);
  declareApplication(chart, 'cash', 'pay');

  const prometheus = PodPeer.labelled({ app: 'prometheus' }, { namespace: 'monitoring' });
  new NetworkPolicies(chart, 'network', {
    waypoint,
    clients: [PodPeer.namespace('shop'), PodPeer.labelled({ app: 'cash' }, { namespace: 'pay' })],
    workloads: [
      { labels: { app: 'web' } },
      { labels: { app: 'cart' }, clients: [prometheus], ports: [9090] },
      { labels: { app: 'database' }, clients: [PodPeer.labelled({ app: 'cart' })] },
    ],
    destinations: [{ peer: PodPeer.labelled({ app: 'collector' }, { namespace: 'tracing' }), ports: [4317] }],
    scrapers: [prometheus],
  });
}
