import type { Condition } from '../../../src/binding/conditions';
import { GATEWAY } from '../../../src/mesh/kinds/gateway-api';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../../../src/mesh/kinds/routes';
import { GatewayStatus } from '../../../src/mesh/settings';
import { gatewayConditions } from '../../../src/routing/gateway/gateway-status';
import { parentStatuses } from '../../../src/routing/gateway/route-status';
import { RANDOM_MESHES, randomMesh } from '../../vectors/random-mesh';

describe.each(RANDOM_MESHES)('random mesh %s', (number) => {
  const { mesh, expected } = randomMesh(number);

  test('routes have the status of Istio', () => {
    const routes = [HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE].flatMap((kind) => [...mesh.all(kind)]);
    const actual = routes.map((route) => [`${route.kind}/${route.namespace}/${route.name}`, {
      parents: parentStatuses(mesh, route).map(({ ref, conditions }) => ({ parentRef: ref, conditions: byType(conditions) })),
    }]);
    expect(Object.fromEntries(actual)).toEqual(expected.routes);
  });

  test('Gateways have the status of Istio', () => {
    const actual = mesh.all(GATEWAY).map((gateway) => {
      const status = gatewayConditions(mesh, gateway);
      return [`${gateway.namespace}/${gateway.name}`, status && {
        conditions: byType(status.conditions.filter(({ type }) => type !== 'Programmed' || mesh.gatewayStatus === GatewayStatus.ASSUME)),
        listeners: Object.fromEntries(status.listeners.map(({ name, attachedRoutes, conditions }) =>
          [name, { attachedRoutes, conditions: byType(conditions) }])),
      }];
    });
    const wanted = Object.entries(expected.gateways).map(([key, { writtenByIstiod, conditions, listeners = {} }]) =>
      [key, writtenByIstiod ? { conditions, listeners } : undefined]);
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(wanted));
  });
});

function byType(conditions: readonly Condition[]) {
  return Object.fromEntries(conditions.map(({ type, ...condition }) => [type, condition]));
}
