import { backendExpression, routeProps } from './route-references';
import type { BackendRef } from '../../mesh/kinds/routes';
import { list } from '../../program/expression';
import type { Item } from '../item';
import { NotCovered, Stage } from '../item';
import { objectItem } from '../object-item';
import type { Scope } from '../scope';
import type { SourceObject } from '../source-object';

/** A TCPRoute as `TcpRoute`. */
export function tcpRouteItem(route: SourceObject, scope: Scope): Item {
  return connectionRouteItem(route, scope, 'TcpRoute', 'tcp-route');
}

/** A TLSRoute as `TlsRoute`. */
export function tlsRouteItem(route: SourceObject, scope: Scope): Item {
  return connectionRouteItem(route, scope, 'TlsRoute', 'tls-route');
}

function connectionRouteItem(route: SourceObject, scope: Scope, construct: string, suffix: string): Item {
  const place = { scope, namespace: route.namespace };
  const [{ backendRefs = [] } = {}, ...others]: readonly { backendRefs?: readonly BackendRef[] }[] = route.body.spec?.rules ?? [];
  if (others.length > 0) throw new NotCovered('it has several rules, and constructs write one');
  return objectItem(route, scope, {
    construct,
    stage: Stage.ROUTE,
    suffix,
    nameProperty: 'routeName',
    props: { ...routeProps(route, place), backends: list(backendRefs.map((ref) => backendExpression(ref, place))) },
  });
}
