import { homeOf, modeExpression } from './enrollment';
import { WAYPOINT_FOR } from '../../istio/labels';
import type { Expression, Props } from '../../program/expression';
import { list, plain } from '../../program/expression';
import type { Scope } from '../scope';
import type { SourceObject } from '../source-object';
import type { SubjectLabels } from '../subject-labels';

/** The construct that a waypoint is declared with, by who uses it. */
export interface WaypointUsers {
  readonly construct: string;
  readonly props: Props;
  /** Those whose labels the construct writes. */
  readonly subjects: readonly SubjectLabels[];
  /** The namespaces that the construct admits by itself, if it does. */
  readonly consumers?: readonly string[];
}

const SERVICES = ['Service', 'ServiceEntry'];

/** A waypoint whose users are declared apart from it. */
export const NO_USERS: WaypointUsers = { construct: 'IstioWaypoint', props: {}, subjects: [] };

/**
 * Finds the construct that says most about a waypoint: one for its namespace, for consumers in other namespaces, for services, for
 * workloads, or the waypoint alone.
 * @param subjects that name the waypoint
 */
export function usersOf(gateway: SourceObject, subjects: readonly SubjectLabels[], scope: Scope): WaypointUsers {
  return ofNamespace(gateway, subjects)
    ?? ofConsumers(gateway, subjects, scope)
    ?? ofObjects(gateway, subjects.filter(({ object }) => SERVICES.includes(object.kind)), OF_SERVICES, scope)
    ?? ofObjects(gateway, subjects.filter(({ object }) => ![...SERVICES, 'Namespace'].includes(object.kind)), OF_WORKLOADS, scope)
    ?? NO_USERS;
}

function ofNamespace({ namespace }: SourceObject, subjects: readonly SubjectLabels[]): WaypointUsers | undefined {
  const own = subjects.find(({ object, dataplaneMode }) => object.kind === 'Namespace' && object.name === namespace && dataplaneMode);
  return own && {
    construct: 'NamespaceWaypoint',
    props: { dataplaneMode: own.dataplaneMode === 'none' ? modeExpression('none') : undefined, ingress: ingressOf(own) },
    subjects: [own],
  };
}

function ofConsumers({ namespace }: SourceObject, subjects: readonly SubjectLabels[], scope: Scope): WaypointUsers | undefined {
  if (subjects.every((subject) => homeOf(subject) === namespace)) return undefined;
  const first = subjects.find(isConsumer);
  if (!first) return undefined;
  const mode = subjects.find(({ object }) => object.kind === 'Namespace')?.dataplaneMode;
  const alike = subjects.filter((subject) => isConsumer(subject) && subject.ingress === first.ingress
    && subject.dataplaneMode === (subject.object.kind === 'Namespace' ? mode : undefined));
  return {
    construct: 'CrossNamespaceWaypoint',
    props: {
      consumers: list(alike.map(({ object }) => scope.ref(object, namespace))),
      dataplaneMode: mode === 'none' ? modeExpression('none') : undefined,
      ingress: ingressOf(first),
    },
    subjects: alike,
    consumers: alike.map(homeOf),
  };
}

/** A Namespace gets a data plane mode from the construct, and what is in one does not. */
function isConsumer({ object, dataplaneMode }: SubjectLabels): boolean {
  return (object.kind === 'Namespace') === (dataplaneMode !== undefined);
}

/** A construct that takes a list of objects, and the traffic that its waypoint then takes. */
interface ObjectsForm {
  readonly construct: string;
  readonly property: string;
  readonly traffic: string;
}

const OF_SERVICES: ObjectsForm = { construct: 'ServiceWaypoint', property: 'services', traffic: 'service' };
const OF_WORKLOADS: ObjectsForm = { construct: 'WorkloadWaypoint', property: 'workloads', traffic: 'workload' };

function ofObjects(
  gateway: SourceObject, subjects: readonly SubjectLabels[], { construct, property, traffic }: ObjectsForm, scope: Scope,
): WaypointUsers | undefined {
  const type = gateway.written.metadata.labels?.[WAYPOINT_FOR];
  const takes = [undefined, traffic, 'all'];
  const own = subjects.filter((subject) => homeOf(subject) === gateway.namespace && subject.dataplaneMode === undefined);
  const alike = own.filter(({ ingress }) => ingress === own[0].ingress);
  if (alike.length === 0 || !takes.includes(type)) return undefined;
  return {
    construct,
    props: { [property]: list(alike.map(({ object }) => scope.ref(object, gateway.namespace))), ingress: ingressOf(alike[0]) },
    subjects: alike,
  };
}

function ingressOf({ ingress }: SubjectLabels): Expression | undefined {
  return ingress === undefined ? undefined : plain(ingress);
}
