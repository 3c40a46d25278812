import type { Subject } from '../../src/binding/subject';

/** The key of a subject in an expectation: pods of controllers have the name that Istio saw. */
export function keyOf({ manifest: { kind, namespace, name }, endpoint }: Subject): string {
  if (['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind)) return `Pod/${namespace}/${name}-0`;
  return `${kind}/${namespace}/${name}${endpoint === null ? '' : `/${endpoint}`}`;
}
