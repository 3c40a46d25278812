import type { StringMap } from '../../mesh/fields';
import { SERVICE_ENTRY } from '../../mesh/kinds/istio';
import { isOf } from '../../mesh/manifest';
import type { Subject } from '../../registry/subject';

/** A workload to which connections are made, as policies select it. */
export interface Guest {
  readonly namespace: string;
  readonly labels: StringMap;
}

/**
 * What policies look at of a workload. For the endpoints of a ServiceEntry those are the labels of the entry, not their own.
 * @see istio pilot/pkg/serviceregistry/ambient/workloads.go serviceEntryWorkloadBuilder
 */
export function guestOf({ manifest, labels }: Subject): Guest {
  if (isOf(SERVICE_ENTRY, manifest)) return { namespace: manifest.namespace, labels: manifest.labels };
  return { namespace: manifest.namespace, labels: Object.assign({}, ...labels.map((source) => source.labels).reverse()) as StringMap };
}
