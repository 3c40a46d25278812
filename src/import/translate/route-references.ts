import { GATEWAY_API_GROUP, NETWORKING_GROUP } from '../../istio/groups';
import type { BackendRef, ParentRef } from '../../mesh/kinds/routes';
import type { Expression, Props } from '../../program/expression';
import { callOurs, list, plain, struct } from '../../program/expression';
import { NotCovered } from '../item';
import type { ProgramPlace } from '../scope';
import type { SourceObject } from '../source-object';

const PARENTS: Readonly<Record<string, string | undefined>> = {
  '/Service': 'service',
  [`${NETWORKING_GROUP}/ServiceEntry`]: 'serviceEntry',
};

/** Whether a route is one of the mesh, and not one of a Gateway. */
export function isMeshParent({ group = GATEWAY_API_GROUP, kind = 'Gateway' }: ParentRef): boolean {
  return PARENTS[`${group}/${kind}`] !== undefined;
}

/** A parent of a route as `RouteParent`. */
function parentExpression(parent: ParentRef, { scope, namespace: chart }: ProgramPlace): Expression {
  const { group = GATEWAY_API_GROUP, kind = 'Gateway', name = '', namespace = chart, port } = parent;
  const method = PARENTS[`${group}/${kind}`];
  if (!method) throw new NotCovered(`its parent is ${kind} "${name}", and constructs take the Services and ServiceEntries of a mesh`);
  const ref = scope.ref({ group, kind, namespace, name }, chart);
  return callOurs('RouteParent', method, ref, ...(port === undefined ? [] : [plain({ port })]));
}

/** A backend of a route as `Backend`. */
export function backendExpression(backend: BackendRef, place: ProgramPlace, filters?: Expression): Expression {
  const { group = '', kind = 'Service', name = '', namespace = place.namespace } = backend;
  if (group === NETWORKING_GROUP && kind === 'Hostname') return hostExpression(backend, place, filters);
  if (group !== '' || kind !== 'Service') throw new NotCovered(`a backend is of kind ${kind}, and constructs send requests to Services and hosts`);
  const ref = place.scope.ref({ group, kind, namespace, name }, place.namespace);
  return callOurs('Backend', 'service', ref, struct({ ...shareOf(backend), filters }));
}

function hostExpression(backend: BackendRef, { scope, namespace }: ProgramPlace, filters?: Expression): Expression {
  const { name: host = '' } = backend;
  const [entry, ...others] = scope.entriesWithHost(host);
  if (!entry || others.length > 0) throw new NotCovered(`its backend "${host}" is a host, and the files don't hold one ServiceEntry that has it`);
  const hasOthers = entry.body.spec.hosts.length > 1;
  return callOurs('Backend', 'serviceEntry', scope.ref(entry, namespace), struct({ ...shareOf(backend), host: hasOthers ? plain(host) : undefined, filters }));
}

/** The port, and the weight where it is not the default. */
function shareOf({ port, weight = 1 }: BackendRef) {
  return { port: port === undefined ? undefined : plain(port), weight: weight === 1 ? undefined : plain(weight) };
}

/** The properties that routes of all kinds have. */
export function routeProps({ namespace, body }: SourceObject, place: ProgramPlace): Props {
  const { parentRefs = [], hostnames } = body.spec ?? {};
  const parents: readonly ParentRef[] = parentRefs;
  const home = parents[0]?.namespace ?? namespace;
  return {
    parents: list(parents.map((parent) => parentExpression(parent, place))),
    hostnames: hostnames?.length ? plain(hostnames) : undefined,
    namespace: home === namespace ? undefined : plain(namespace),
  };
}
