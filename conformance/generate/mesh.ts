import { gatewayClasses } from './classes';
import { destinationRules } from './destination-rules';
import { gateways } from './gateways';
import { breakSome } from './invalid';
import type { Manifest } from './manifest';
import { toYaml } from './manifest';
import { namespaces } from './namespaces';
import type { Mode, Size } from './plan';
import { planMesh } from './plan';
import { authorizationPolicies, peerAuthentications } from './policies';
import { Random } from './random';
import { requestAuthentications } from './request-authentications';
import { referenceGrants, routes } from './routes';
import { serviceEntries } from './service-entries';
import { services } from './services';
import { virtualServices } from './virtual-services';
import { workloads } from './workloads';

/** A random mesh. */
export interface RandomMesh {
  readonly seed: number;
  readonly mode: Mode;
  readonly size: Size;
  readonly objects: Manifest[];
}

/** Makes the mesh of a seed: every third is medium; even ones are meant for mode `status`. */
export function randomMesh(seed: number): RandomMesh {
  const random = new Random(seed);
  const size: Size = seed % 3 === 0 ? 'medium' : 'small';
  const mode: Mode = seed % 2 === 0 ? 'status' : 'assume';
  const plan = planMesh(random, size, mode);
  const scale = size === 'medium' ? 2 : 1;
  const objects = [
    ...namespaces(plan),
    ...gatewayClasses(plan),
    ...gateways(plan),
    ...services(plan),
    ...serviceEntries(plan),
    ...workloads(plan),
    ...routes(plan, random.int(4 * scale)),
    ...referenceGrants(plan, random.pick([0, 0, 1, 2])),
    ...authorizationPolicies(plan, random.int(5 * scale)),
    ...peerAuthentications(plan, random.pick([0, 0, 0, 1, 2])),
    ...virtualServices(plan, random.pick([0, 0, 0, 1, 2])),
    ...destinationRules(plan, random.pick([0, 0, 0, 1])),
    ...requestAuthentications(plan, random.pick([0, 0, 0, 1])),
  ];
  return { seed, mode, size, objects: breakSome(random, objects) };
}

/** The mesh as YAML. */
export function meshYaml({ objects }: { objects: readonly Manifest[] }): string {
  return toYaml(objects);
}
