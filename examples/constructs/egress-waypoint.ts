import type { Chart } from 'cdk8s';
import { Duration } from 'cdk8s';
import { Deployment, Namespace, ServiceAccount } from 'cdk8s-plus-28';
import {
  Backend, DataplaneMode, EgressWaypoint, Enrollment, HttpRoute, ObjectRef, Principal, RouteParent, ServiceProtocol, Source, TlsOrigination,
} from 'cdk8s-waypoint';

/** Two hosts outside the cluster, each for clients of its own; the pods of these have no other way out. */
export function declare(chart: Chart): void {
  new Namespace(chart, 'shop', { metadata: { name: 'shop' } });
  new Enrollment(chart, 'ambient', { objects: [ObjectRef.namespace('shop')], dataplaneMode: DataplaneMode.AMBIENT });
  for (const name of ['checkout', 'web']) {
    const serviceAccount = new ServiceAccount(chart, `${name}-account`, { metadata: { name } });
    new Deployment(chart, name, { metadata: { name }, serviceAccount, containers: [{ image: `registry.example/${name}:1`, portNumber: 8080 }] });
  }

  const account = (name: string) => Source.principals(Principal.serviceAccount(ObjectRef.serviceAccount(name, { namespace: 'shop' })));
  const egress = new EgressWaypoint(chart, 'egress', {
    namespace: 'egress',
    createNamespace: true,
    destinations: [
      {
        destinationName: 'payments',
        hosts: ['api.payments.example'],
        ports: [{ port: 443, protocol: ServiceProtocol.TLS }],
        clients: [account('checkout')],
      },
      {
        destinationName: 'weather',
        hosts: ['api.weather.example'],
        ports: [{ port: 80, targetPort: 443 }],
        tls: TlsOrigination.simple(),
        clients: [account('checkout'), account('web')],
      },
    ],
    lockdown: { namespaces: ['shop'] },
  });

  const weather = egress.serviceEntries[1];
  new HttpRoute(chart, 'weather', {
    parents: [RouteParent.serviceEntry(weather, { port: 80 })],
    rules: [{ backends: [Backend.serviceEntry(weather, { port: 80 })], timeouts: { request: Duration.seconds(2) } }],
  });
}
