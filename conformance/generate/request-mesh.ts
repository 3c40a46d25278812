import { destinationRules } from './destination-rules';
import type { Manifest } from './manifest';
import type { Plan } from './plan';
import { authorizationPolicies } from './policies';
import { Random } from './random';
import { requestAuthentications } from './request-authentications';
import { serviceEntry, serviceWithPods } from './request-services';
import { requestNamespaces, WAYPOINTS, waypoints } from './request-waypoints';
import type { Request } from './requests';
import { requestsFor } from './requests';
import { routes } from './routes';
import { virtualServices } from './virtual-services';

/** A mesh whose Services are behind a waypoint, with requests to them. */
export interface RequestMesh {
  readonly seed: number;
  readonly objects: Manifest[];
  readonly requests: Request[];
}

const NAMESPACES = ['ns1', 'ns2'];

/** Makes the mesh of a seed, rich in policies and routes, and requests to it. */
export function randomRequestMesh(seed: number, count = 60): RequestMesh {
  const random = new Random(seed);
  const services = NAMESPACES.flatMap((namespace) => random.list(random.between(1, 3), (index) => ({ namespace, name: `svc${index}` })));
  const entries = [{ namespace: 'ns1', name: 'se0' }, ...random.chance(0.4) ? [{ namespace: 'ns2', name: 'se10' }] : []];
  const plan: Plan = { random, mode: 'assume', namespaces: NAMESPACES, services, entries, workloads: [], gateways: WAYPOINTS };
  const made = [
    ...services.map((service, index) => serviceWithPods(random, service, index)),
    ...entries.map((entry) => serviceEntry(random, entry)),
  ];
  const objects = [
    ...requestNamespaces(random, NAMESPACES),
    ...waypoints(random),
    ...made.flatMap((one) => one.objects),
    ...destinationRules(plan, random.int(3)),
    ...authorizationPolicies(plan, random.int(8)),
    ...requestAuthentications(plan, random.int(3)),
    ...routes(plan, random.int(6)),
    ...virtualServices(plan, random.int(4)),
  ];
  return { seed, objects, requests: requestsFor(random, objects, made.flatMap(({ destinations }) => destinations), count) };
}
