import { groupOf } from '../istio/groups';

/** An object with the fields that name its kind. */
export interface KubernetesObject {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: unknown;
  readonly [field: string]: unknown;
}

/** The version of an object, and its group and kind as the tables of kinds have them. */
export interface GroupVersionKind {
  readonly version: string;
  /** `GROUP/KIND` */
  readonly name: string;
}

const NONE: GroupVersionKind = { version: '', name: '' };
const MOST_KINDS = 1000;
const known = new Map<string, Map<string, GroupVersionKind>>();
let count = 0;

/** What an object says of its kind. Few kinds are met again and again, so that their names are put together once. */
export function groupVersionKind({ apiVersion, kind }: KubernetesObject): GroupVersionKind {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return NONE;
  return known.get(apiVersion)?.get(kind) ?? remembered(apiVersion, kind);
}

function remembered(apiVersion: string, kind: string): GroupVersionKind {
  if (++count % MOST_KINDS === 0) known.clear();
  const one = { version: apiVersion.slice(apiVersion.lastIndexOf('/') + 1), name: `${groupOf({ apiVersion })}/${kind}` };
  known.set(apiVersion, (known.get(apiVersion) ?? new Map<string, GroupVersionKind>()).set(kind, one));
  return one;
}
