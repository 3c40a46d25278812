import type { WaypointFlags } from './waypoint-flags';
import type { IstioVersion } from '../istio/versions';
import type { ProgramStart } from '../program/app-program';
import { chartOf, startProgram } from '../program/app-program';
import type { Call, Declared, Expression, Statement } from '../program/expression';
import { callOurs, cdk8s, construction, enumMember, list, optional, ours, plain, struct } from '../program/expression';
import { SERVICE_TYPES } from '../program/service-types';

/** A program that declares a waypoint, in its parts. */
export interface WaypointProgram {
  readonly start: ProgramStart;
  /** What it declares, the chart first. */
  readonly statements: readonly Statement[];
}

/** The namespace of a program whose objects shall name none. */
const ANY_NAMESPACE = 'default';

/** A program that declares the waypoint that flags ask for. */
export function waypointProgram(flags: WaypointFlags, version?: IstioVersion): WaypointProgram {
  const start = startProgram(version);
  const namespace = flags.namespace ?? ANY_NAMESPACE;
  const chart = chartOf(start.app, namespace, namespace);
  const enrollsAlone = flags.enrollNamespace && flags.bare;
  const className = flags.enrollNamespace && !flags.bare ? 'NamespaceWaypoint' : 'IstioWaypoint';
  const waypoint = construction([flags.name], ours(className), [chart, plain(flags.name), waypointProps(flags)]);
  const statements: Statement[] = [
    chart,
    waypoint,
    ...(flags.bare && !flags.allowedNamespaces ? [withoutAllowedRoutes(waypoint)] : []),
    ...(enrollsAlone ? [enrollment(chart, waypoint, namespace, flags)] : []),
  ];
  return { start, statements };
}

/** The default of the listener, which the construct writes out. */
function withoutAllowedRoutes(waypoint: Declared): Call {
  const patch: Call = { form: 'call', of: cdk8s('JsonPatch'), method: 'remove', args: [plain('/spec/listeners/0/allowedRoutes')] };
  return { form: 'call', of: { form: 'call', of: cdk8s('ApiObject'), method: 'of', args: [waypoint] }, method: 'addJsonPatch', args: [patch] };
}

/** The label that `istioctl waypoint apply --enroll-namespace` writes, and no other. */
function enrollment(chart: Declared, waypoint: Declared, namespace: string, { ingress }: WaypointFlags): Declared {
  const objects = list([callOurs('ObjectRef', 'namespace', plain(namespace))]);
  const props = struct({ objects, waypoint, ingress: ingress === undefined ? undefined : plain(ingress) });
  return construction(['enrollment'], ours('Enrollment'), [chart, plain('enrollment'), props]);
}

function waypointProps(flags: WaypointFlags): Expression {
  const { name, trafficType, revision, bare, serviceAccount, serviceType, labels, annotations, enrollNamespace, ingress } = flags;
  return struct({
    waypointName: name === 'waypoint' ? undefined : plain(name),
    ingress: enrollNamespace && !bare && ingress !== undefined ? plain(ingress) : undefined,
    trafficType: enumMember('TrafficType', trafficType === undefined ? 'CLASS_DEFAULT' : trafficType.toUpperCase()),
    revision: optional(revision),
    infrastructureDefaults: bare ? plain(false) : undefined,
    allowedNamespaces: allowedNamespaces(flags),
    serviceAccountName: optional(serviceAccount),
    serviceType: serviceType === undefined ? undefined : enumMember('WaypointServiceType', SERVICE_TYPES[serviceType]),
    labels: optional(labels),
    annotations: optional(annotations),
    scaling: scaling(flags),
    disruption: disruption(flags),
    infrastructure: infrastructure(flags),
  });
}

function allowedNamespaces({ allowedNamespaces: allowed }: WaypointFlags): Expression | undefined {
  if (allowed === undefined) return undefined;
  return allowed === 'all' ? callOurs('AllowedNamespaces', 'all') : callOurs('AllowedNamespaces', 'named', ...allowed.map(plain));
}

function scaling({ scaling: bounds }: WaypointFlags): Expression | undefined {
  if (!bounds) return undefined;
  const { min, max, cpuUtilization } = bounds;
  return callOurs('Scaling', 'between', plain(min), plain(max), ...(cpuUtilization === undefined ? [] : [plain({ cpuUtilization })]));
}

function disruption({ minAvailable, maxUnavailable }: WaypointFlags): Expression | undefined {
  const limits = { ...limit('minAvailable', minAvailable), ...limit('maxUnavailable', maxUnavailable) };
  return Object.keys(limits).length > 0 ? plain(limits) : undefined;
}

function limit(name: string, value: string | undefined): Record<string, number> {
  if (value === undefined) return {};
  return value.endsWith('%') ? { [`${name}Percent`]: Number(value.slice(0, -1)) } : { [name]: Number(value) };
}

function infrastructure({ replicas, priorityClass }: WaypointFlags): Expression | undefined {
  return replicas === undefined && priorityClass === undefined ? undefined : plain({ replicas, priorityClassName: priorityClass });
}
