import type { Fields, SourceObject } from './source-object';
import { DATAPLANE_MODE, INGRESS_USE_WAYPOINT, NO_WAYPOINT, USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from '../istio/labels';

/** What the labels of an object say that an `Enrollment` can say. */
export interface SubjectLabels {
  readonly object: SourceObject;
  readonly waypoint?: { readonly namespace: string; readonly name: string };
  readonly optOut?: true;
  readonly ingress?: boolean;
  readonly dataplaneMode?: 'ambient' | 'none';
  /** The labels that say it. */
  readonly labels: readonly string[];
}

const METADATA: readonly string[] = ['metadata', 'labels'];
const POD_TEMPLATE: readonly string[] = ['spec', 'template', 'metadata', 'labels'];

/** A kind whose objects can be enrolled. */
interface SubjectKind {
  readonly path: readonly string[];
  readonly takesIngress?: true;
  readonly takesMode?: true;
}

/** Where the labels of a kind are that can be enrolled, and what can be said of it. */
const SUBJECTS: Readonly<Record<string, SubjectKind | undefined>> = {
  '/Namespace': { path: METADATA, takesIngress: true, takesMode: true },
  '/Service': { path: METADATA, takesIngress: true },
  'networking.istio.io/ServiceEntry': { path: METADATA, takesIngress: true },
  'networking.istio.io/WorkloadEntry': { path: METADATA },
  '/Pod': { path: METADATA, takesMode: true },
  'apps/Deployment': { path: POD_TEMPLATE, takesMode: true },
  'apps/StatefulSet': { path: POD_TEMPLATE, takesMode: true },
  'apps/DaemonSet': { path: POD_TEMPLATE, takesMode: true },
  'batch/Job': { path: POD_TEMPLATE, takesMode: true },
  'batch/CronJob': { path: ['spec', 'jobTemplate', ...POD_TEMPLATE], takesMode: true },
};

/** Reads the labels of an object by which it is enrolled; undefined if it has none, or is of a kind that can't be. */
export function subjectLabels(object: SourceObject): SubjectLabels | undefined {
  const subject = SUBJECTS[`${object.group}/${object.kind}`];
  const labels = subject && at(object.written, subject.path);
  if (!labels) return undefined;
  const said = { ...waypointOf(object, labels), ...(subject.takesIngress && ingressOf(labels)), ...(subject.takesMode && modeOf(labels)) };
  const names = Object.keys(said).length > 0 ? labelsOf(object, said) : [];
  return names.length > 0 ? { object, ...said, labels: names } : undefined;
}

/** An object without some of the labels by which it is enrolled; maps that are empty then are left out. */
export function withoutLabels({ group, kind, written }: SourceObject, labels: readonly string[]): Fields {
  const path = SUBJECTS[`${group}/${kind}`]?.path;
  return path && labels.length > 0 ? without(written, path, labels) : written;
}

type Said = Omit<SubjectLabels, 'object' | 'labels'>;

function waypointOf({ kind, name, namespace }: SourceObject, labels: Fields): Said {
  const waypoint = labels[USE_WAYPOINT];
  if (typeof waypoint !== 'string' || waypoint === '') return {};
  if (waypoint === NO_WAYPOINT) return { optOut: true };
  const own = kind === 'Namespace' ? name : namespace;
  return { waypoint: { namespace: labels[USE_WAYPOINT_NAMESPACE] ?? own, name: waypoint } };
}

function ingressOf({ [INGRESS_USE_WAYPOINT]: ingress }: Fields): Said {
  return ingress === 'true' || ingress === 'false' ? { ingress: ingress === 'true' } : {};
}

function modeOf({ [DATAPLANE_MODE]: mode }: Fields): Said {
  return mode === 'ambient' || mode === 'none' ? { dataplaneMode: mode } : {};
}

function labelsOf({ kind, name, namespace }: SourceObject, said: Said): string[] {
  const own = kind === 'Namespace' ? name : namespace;
  return [
    ...(said.waypoint || said.optOut ? [USE_WAYPOINT] : []),
    ...(said.waypoint && said.waypoint.namespace !== own ? [USE_WAYPOINT_NAMESPACE] : []),
    ...(said.ingress !== undefined ? [INGRESS_USE_WAYPOINT] : []),
    ...(said.dataplaneMode ? [DATAPLANE_MODE] : []),
  ];
}

function at(value: Fields, path: readonly string[]): Fields | undefined {
  return path.reduce<Fields | undefined>((inner, step) => inner?.[step], value);
}

function without(value: Fields, [step, ...rest]: readonly string[], labels: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(value).flatMap(([name, child]) => {
    if (name !== step) return [[name, child]];
    const kept = rest.length > 0 ? without(child, rest, labels) : withoutKeys(child, labels);
    return Object.keys(kept).length > 0 ? [[name, kept]] : [];
  }));
}

function withoutKeys(map: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
