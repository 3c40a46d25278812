import { bind, isHeadless } from '../../src/binding/bind';
import type { Binding } from '../../src/binding/binding';
import { BindingReason, TrafficPath } from '../../src/binding/binding';
import { conditionsOf, WAYPOINT_BOUND } from '../../src/binding/conditions';
import { hostsOwnedByOthers } from '../../src/binding/membership';
import { subjectsOf } from '../../src/binding/subject';
import type { Waypoint } from '../../src/binding/waypoint';
import { findWaypoint } from '../../src/binding/waypoint';
import { SERVICE_ENTRY } from '../../src/mesh/kinds/istio';
import type { LabelSelector } from '../../src/mesh/kinds/kind';
import { isOf } from '../../src/mesh/manifest';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { keyOf } from '../vectors/keys';
import { RANDOM_MESHES, randomMesh } from '../vectors/random-mesh';

type Answer = Record<string, unknown>;

describe.each(RANDOM_MESHES)('random mesh %s', (number) => {
  test('is bound as by Istio', () => {
    const { mesh, expected } = randomMesh(number);
    const answers = new Map(subjectsOf(mesh).map((subject) => [keyOf(subject), answerOf(mesh, bind(mesh, subject))]));
    const wanted = new Map([
      ...Object.entries(expected.services).map(([name, answer]) => [`Service/${name}`, answer] as const),
      ...Object.entries(expected.serviceEntries).map(([name, answer]) => [`ServiceEntry/${name}`, answer] as const),
      ...Object.entries(expected.workloads),
    ].map(([key, answer]) => [key, complete(key, answer, answers.get(key))]));
    for (const key of answers.keys()) if (!wanted.has(key)) answers.delete(key);
    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(wanted));
  });

  test('has the waypoints of Istio', () => {
    const { mesh, expected } = randomMesh(number);
    const names = Object.keys(expected.gateways);
    const actual = names.map((name) => {
      const [namespace, gateway] = name.split('/');
      const { waypoint } = findWaypoint(mesh, { namespace, name: gateway });
      return [name, waypoint && describeWaypoint(waypoint)];
    });
    expect(actual).toEqual(names.map((name) => [name, expected.gateways[name].waypoint]));
  });
});

/** What is left out of an expectation did not happen, but for what can't be told: the waypoint where two have one address, and reasons. */
function complete(key: string, { authorizationPolicies, ...expected }: Answer, actual: Answer | undefined): Answer {
  return {
    conditions: {},
    ingressUseWaypoint: false,
    weightedWaypoints: null,
    waypoint: actual?.waypoint,
    message: '',
    bypass: false,
    headless: false,
    notInAmbient: false,
    hostsOwnedByOthers: expected.notInAmbient ? actual?.hostsOwnedByOthers : [],
    reason: /^(Pod|ServiceEntry.*\/.*\/)/.test(key) || !ISTIO_REASONS.has(String(actual?.reason)) ? actual?.reason : 'none of Istio',
    ...expected,
  };
}

const ISTIO_REASONS: ReadonlySet<string> = new Set([
  BindingReason.NOT_READY, BindingReason.DENIED, BindingReason.UNSUPPORTED_TRAFFIC, BindingReason.CROSS_NAMESPACE,
]);

function answerOf(mesh: MeshObjects, binding: Binding): Answer {
  const { subject, reason } = binding;
  const { manifest } = subject;
  const conditions = conditionsOf(mesh, binding);
  return {
    reason,
    message: conditions.find(({ type, status }) => type === WAYPOINT_BOUND && status === 'False')?.message ?? '',
    conditions: Object.fromEntries(conditions.map(({ type, ...condition }) => [type, condition])),
    headless: isHeadless(subject),
    notInAmbient: reason === BindingReason.NOT_IN_AMBIENT,
    hostsOwnedByOthers: isOf(SERVICE_ENTRY, manifest) ? hostsOwnedByOthers(mesh, manifest) : [],
    ...instanceOf(binding),
    ...boundAnswer(binding),
  };
}

function boundAnswer(binding: Binding): Answer {
  if (binding.reason !== BindingReason.ACCEPTED) {
    return { waypoint: null, ingressUseWaypoint: false, weightedWaypoints: null, bypass: false };
  }
  const { waypoint, ingress, canary, path, subject } = binding;
  return {
    waypoint: nameOf(waypoint),
    ingressUseWaypoint: ingress?.useWaypoint ?? false,
    weightedWaypoints: canary?.reason !== 'WaypointAccepted' ? null : [
      { waypoint: nameOf(waypoint), weight: 100 - canary.weight! },
      { waypoint: nameOf(canary.waypoint), weight: canary.weight },
    ],
    ...(canary && canary.reason !== 'WaypointAccepted' && { canary: { reason: canary.reason, message: canary.message } }),
    bypass: path === TrafficPath.DIRECT && !isHeadless(subject),
  };
}

function instanceOf(binding: Binding): Answer {
  const waypoint = binding.reason === BindingReason.OWN_WAYPOINT ? binding.instanceOf : undefined;
  return waypoint ? { isWaypointInstanceOf: nameOf(waypoint), applicationTunnel: waypoint.inboundBinding } : {};
}

function nameOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

function describeWaypoint({ trafficType, allowedRoutes, inboundBinding }: Waypoint): Answer {
  const { namespacesFrom, selector } = allowedRoutes;
  return {
    trafficType,
    allowedRoutes: {
      from: namespacesFrom,
      ...(namespacesFrom === 'Selector' && {
        selector: selectorText(selector),
        matchesAll: selector !== undefined && selectorText(selector) === '',
      }),
    },
    ...(inboundBinding && { binding: inboundBinding }),
  };
}

/** A selector as Go prints it. */
function selectorText(selector: LabelSelector | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const expressions = (selector?.matchExpressions ?? []).map(({ key = '', operator, values = [] }) => {
    const list = `(${[...values].sort().join(',')})`;
    return { key, text: { In: `${key} in ${list}`, NotIn: `${key} notin ${list}`, Exists: key, DoesNotExist: `!${key}` }[operator!]! };
  });
  return [...labels, ...expressions].sort((a, b) => a.key < b.key ? -1 : 1).map(({ text }) => text).join(',');
}
