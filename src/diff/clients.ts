import { controllerOf } from '../binding/gateway/controller';
import { GATEWAY_CONTROLLER } from '../istio/classes';
import { GATEWAY_NAME } from '../istio/labels';
import { groupBy } from '../mesh/group-by';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareText } from '../mesh/object-ref';
import type { Workload } from '../registry/workloads';
import { workloadsOf } from '../registry/workloads';
import { isUnknown } from '../request/truth';
import type { Client } from '../traffic/client';
import { ClientClass } from '../traffic/client';
import { clientsFor, findClients } from '../traffic/find-client';

/** Clients whose requests are treated alike, as they are before and after. */
export interface ClientGroup {
  /** As `explain --from` takes them, sorted. */
  readonly names: readonly string[];
  /** Several where the input does not tell how requests get on their way. */
  readonly before: readonly Client[];
  readonly after: readonly Client[];
  /** Whether the two are not alike. */
  readonly isChanged: boolean;
}

/** A client by its name, as it is before and after. */
interface ClientPair {
  readonly name: string;
  readonly before: readonly Client[];
  readonly after: readonly Client[];
}

/** The service account of a captured client of which nothing in a mesh speaks. */
const UNNAMED = 'unnamed/unnamed';
export const UNNAMED_CLIENT = `sa:${UNNAMED}`;

/** The clients that both meshes have: workloads, gateways, who is outside, and one that has an identity of which nothing speaks. */
export function clientGroups(before: MeshObjects, after: MeshObjects): ClientGroup[] {
  const others = new Map(callers(after));
  const workloads = callers(before).flatMap(([name, workload]): ClientPair[] => {
    const other = others.get(name);
    return other ? [{ name, before: clientsFor(before, name, workload), after: clientsFor(after, name, other) }] : [];
  });
  const gateways = gatewayNames(before).filter((name) => gatewayNames(after).includes(name));
  return groupAlike([...workloads, ...[...gateways, 'outside', UNNAMED_CLIENT].flatMap((name) => pairNamed(before, after, name))]);
}

/** The client of that name in both meshes. */
export function pairNamed(before: MeshObjects, after: MeshObjects, name: string): ClientPair[] {
  const [first, second] = [before, after].map((mesh) => findClients(mesh, name).value);
  return first && second ? [{ name, before: first, after: second }] : [];
}

/** Workloads by name. The proxies of a Gateway send for others, and what a ServiceEntry lists sends nothing. */
function callers(mesh: MeshObjects): [name: string, workload: Workload][] {
  return workloadsOf(mesh)
    .filter(({ subject: { manifest }, labels }) => !isOf(SERVICE_ENTRY, manifest) && !Object.hasOwn(labels, GATEWAY_NAME))
    .map((workload) => {
      const { kind, namespace, name } = workload.subject.manifest;
      return [`${kind}/${namespace}/${name}`, workload];
    });
}

/** Gateways that take requests from elsewhere: those of Istio, and those of other products whose class is in the input. */
function gatewayNames(mesh: MeshObjects): string[] {
  return mesh.all(GATEWAY).filter((gateway) => {
    const controller = controllerOf(mesh, gateway);
    return controller === GATEWAY_CONTROLLER || (controller !== undefined && !controller.startsWith('istio.io/'));
  }).map(({ namespace, name }) => `ingress:${namespace}/${name}`);
}

/** Clients that are alike in all that a mesh looks at make one group. */
export function groupAlike(pairs: readonly ClientPair[]): ClientGroup[] {
  return [...groupBy(pairs, ({ before, after }) => [`${traitsOf(before)} ${traitsOf(after)}`]).values()].map((members) => {
    const [{ before, after }] = members;
    const names = members.map(({ name }) => name).sort(compareText);
    return { names, before, after, isChanged: traitsOf(before) !== traitsOf(after) };
  });
}

function traitsOf(clients: readonly Client[]): string {
  return JSON.stringify(clients.map(({ clientClass, identity, ip, isCaptured }) =>
    [clientClass, isUnknown(identity) ? false : identity, ip, clientClass === ClientClass.THIRD_PARTY_GATEWAY ? isCaptured : null]));
}
