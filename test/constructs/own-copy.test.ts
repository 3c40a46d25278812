import { Chart, Lazy, Testing } from 'cdk8s';
import { only } from './synth';
import {
  AllowedNamespaces, IstioWaypoint, ObjectRef, PolicyTarget, Source, WaypointAuthorization, WaypointEnvoyFilter, ZtunnelAuthorization, ZtunnelTarget,
} from '../../src';
import { ownCopy } from '../../src/constructs/own-copy';

test('lists and maps are copied, what has a class is not', () => {
  const lazy = Lazy.any({ produce: () => 1 });
  const given = { list: [{ a: 1 }, null], lazy, nothing: undefined, date: new Date(0) };
  const copy = ownCopy(given);
  expect(copy).toEqual(given);
  expect([copy.list === given.list, copy.list[0] === given.list[0], copy.lazy === lazy, copy.date === given.date]).toEqual([false, false, true, true]);
});

test('what a program does to its lists and maps later changes no manifest', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
  const namespaces = ['web'];
  const labels: Record<string, string> = { app: 'cart' };
  const patches = [{ applyTo: 'CLUSTER', patch: { operation: 'MERGE', value: { per_connection_buffer_limit_bytes: 1 } } }];

  const waypoint = new IstioWaypoint(chart, 'waypoint', { allowedNamespaces: AllowedNamespaces.labelled(labels) });
  const targets = [PolicyTarget.service(ObjectRef.service('cart'))];
  new WaypointAuthorization(chart, 'policy', { targets, rules: [{ sources: [Source.of({ namespaces })] }] });
  new ZtunnelAuthorization(chart, 'workloads', { target: ZtunnelTarget.labelled(labels), allowNothing: true });
  new WaypointEnvoyFilter(chart, 'filter', { targets: [PolicyTarget.waypoint(waypoint)], patches });
  const before = chart.toJson();

  namespaces.push('everybody');
  labels.app = 'web';
  patches[0].applyTo = 'LISTENER';
  targets.pop();
  expect(chart.toJson()).toEqual(before);
  expect(only(before, 'AuthorizationPolicy', 'policy').spec.rules[0].from[0].source.namespaces).toEqual(['web']);
});
