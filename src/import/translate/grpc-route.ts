import { headerFiltersExpression } from './http-filter';
import { valueMatch } from './http-route';
import { backendExpression, routeProps } from './route-references';
import type { GrpcRouteMatch, GrpcRouteRule } from '../../mesh/kinds/routes';
import type { Expression } from '../../program/expression';
import { callOurs, list, plain, struct } from '../../program/expression';
import type { Item } from '../item';
import { Stage } from '../item';
import { objectItem } from '../object-item';
import type { ProgramPlace, Scope } from '../scope';
import type { SourceObject } from '../source-object';

/** A GRPCRoute as `GrpcRoute`. */
export function grpcRouteItem(route: SourceObject, scope: Scope): Item {
  const place = { scope, namespace: route.namespace };
  const rules: readonly GrpcRouteRule[] = route.body.spec?.rules ?? [];
  const [{ backendRefs = [], ...rest } = {}, ...others] = rules;
  const isPlainSplit = others.length === 0 && Object.keys(rest).length === 0 && backendRefs.length > 0;
  return objectItem(route, scope, {
    construct: 'GrpcRoute',
    stage: Stage.ROUTE,
    suffix: 'grpc-route',
    nameProperty: 'routeName',
    props: {
      ...routeProps(route, place),
      ...(isPlainSplit ? { backends: backends(rules[0], place) } : { rules: list(rules.map((rule) => ruleExpression(rule, place))) }),
    },
  });
}

function ruleExpression(rule: GrpcRouteRule, place: ProgramPlace): Expression {
  return struct({
    matches: rule.matches && list(rule.matches.map(matchExpression)),
    filters: headerFiltersExpression('GrpcFilter', rule.filters, place),
    backends: backends(rule, place),
  });
}

function backends({ backendRefs = [] }: GrpcRouteRule, place: ProgramPlace): Expression {
  return list(backendRefs.map((ref) => backendExpression(ref, place, headerFiltersExpression('HttpFilter', ref.filters, place))));
}

function matchExpression({ method, headers }: GrpcRouteMatch): Expression {
  return struct({ method: method && methodExpression(method), headers: headers && list(headers.map(valueMatch)) });
}

function methodExpression({ type, service = '', method }: NonNullable<GrpcRouteMatch['method']>): Expression {
  if (method === undefined && type !== 'RegularExpression') return callOurs('GrpcMethodMatch', 'service', plain(service));
  return callOurs('GrpcMethodMatch', type === 'RegularExpression' ? 'regex' : 'method', plain(service), plain(method ?? ''));
}
