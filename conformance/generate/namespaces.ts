import { enrollmentMarks } from './enrollment';
import type { Manifest } from './manifest';
import { manifest, mergeMarks } from './manifest';
import type { Plan } from './plan';
import { ROOT_NAMESPACE } from './plan';

export const TEAMS = ['red', 'blue', 'green'];

/** Namespaces. A few are left out: a cluster has them all the same, without labels. */
export function namespaces(plan: Plan): Manifest[] {
  const { random } = plan;
  const users = plan.namespaces.filter(() => random.chance(0.93)).map((name) => {
    const own = {
      labels: {
        'istio.io/dataplane-mode': random.pick(['ambient', 'ambient', 'ambient', 'none', undefined]),
        'team': random.maybe(0.6, () => random.pick(TEAMS)),
        'istio.io/rev': random.maybe(0.05, () => random.pick(['default', 'canary', 'stable'])),
        'istio-injection': random.maybe(0.05, () => 'enabled'),
      },
    };
    return manifest('v1', 'Namespace', undefined, name, {}, mergeMarks(own, enrollmentMarks(plan, name, 0.5)));
  });
  const root = random.maybe(0.7, () => manifest('v1', 'Namespace', undefined, ROOT_NAMESPACE, {}));
  return root ? [...users, root] : users;
}
