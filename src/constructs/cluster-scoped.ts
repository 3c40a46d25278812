import type { ApiObject } from 'cdk8s';
import { Chart, JsonPatch } from 'cdk8s';

/** cdk8s writes the namespace of a chart into every object of it; objects of the cluster as a whole must have none. */
export function withoutNamespace<T extends ApiObject>(object: T): T {
  if (Chart.of(object).namespace) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}
