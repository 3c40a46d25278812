import { loadAll } from 'js-yaml';
import { KUBERNETES_SCHEMA } from '../../src/mesh/yaml-schema';

/** A Kubernetes object as a file has it. */
export interface Value {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** The objects of a YAML stream. */
export function readValues(yaml: string): Value[] {
  return (loadAll(yaml, { schema: KUBERNETES_SCHEMA }) as (Value | null)[]).filter((value): value is Value => value !== null && typeof value === 'object');
}

const CLUSTER_SCOPED = new Set(['Namespace', 'GatewayClass', 'CustomResourceDefinition']);

function namespaceOf({ kind, metadata }: Value): string | undefined {
  return CLUSTER_SCOPED.has(kind ?? '') ? undefined : metadata?.namespace ?? 'default';
}

/** What Istio sees of some files: without the objects that the cluster refuses, and with all Namespaces. */
export function asClusterHolds(values: readonly Value[], rejected: Readonly<Record<string, unknown>>): Value[] {
  const taken = values.filter((value) => !(keyOfValue(value) in rejected));
  const present = new Set(taken.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata?.name));
  const used = new Set(['istio-system', ...taken.flatMap((value) => namespaceOf(value) ?? [])]);
  const missing = [...used].filter((name) => !present.has(name)).map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  return [...missing, ...taken];
}

/** `Kind/namespace/name`, or `Kind/name`, as the judge names an object. */
export function keyOfValue(value: Value): string {
  const namespace = namespaceOf(value);
  const { kind, metadata } = value;
  return namespace === undefined ? `${kind}/${metadata?.name}` : `${kind}/${namespace}/${metadata?.name}`;
}
