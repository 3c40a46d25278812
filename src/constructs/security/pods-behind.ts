import { ApiObject } from 'cdk8s';
import type { Consumer } from '../enrollment/consumers';
import { namespaceOf } from '../enrollment/consumers';
import { templateLabelsPath } from '../enrollment/pod-template';

/** Labels of pods. */
export type PodLabels = Readonly<Record<string, string>>;

/**
 * The labels of the pods behind what uses a waypoint, a set for each Service or workload, as far as the app declares them: of those that it
 * does not, nothing is known. For a Namespace its Services count.
 */
export function podsBehind(consumer: Consumer): PodLabels[] {
  const { object: { kind, object }, by: { node: { root } } } = consumer;
  if (kind !== 'Namespace') return object ? podsOf(object) : [];
  return root.node.findAll().flatMap((construct) =>
    ApiObject.isApiObject(construct) && construct.kind === 'Service' && construct.metadata.namespace === namespaceOf(consumer) ? podsOf(construct) : []);
}

function podsOf(object: ApiObject): PodLabels[] {
  const path = object.kind === 'Service' ? ['spec', 'selector'] : templateLabelsPath(object.kind) ?? ['metadata', 'labels'];
  const labels = path.reduce((value, step) => value?.[step], object.toJson());
  return labels ? [labels] : [];
}

/** Whether a selector matches all pods that have certain labels. */
export function selectsAll(selector: PodLabels, pods: PodLabels): boolean {
  return Object.entries(selector).every(([name, value]) => pods[name] === value);
}
