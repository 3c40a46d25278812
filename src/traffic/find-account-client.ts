import type { Client } from './client';
import { CLASS_OF, ClientClass } from './client';
import type { Found } from './found';
import { found, notFound } from './found';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { DataPlaneChoice } from '../registry/data-plane';
import { DataPlane, dataPlaneOf, dataPlaneOfNamespace } from '../registry/data-plane';
import { identityOf } from '../registry/identity';
import { workloadsAs } from '../registry/workloads';
import type { Maybe } from '../request/truth';
import { isUnknown } from '../request/truth';

/**
 * Finds who runs as a service account: as the workloads do that name it, else as a pod of its namespace would. Where these get on their way
 * in several ways, each way is one client. Of a namespace that is not in the input its clients count as captured.
 */
export function findAccountClients(mesh: MeshObjects, name: string, rest: string): Found<readonly Client[]> {
  const [namespace, account, ...more] = rest.split('/');
  if (!namespace || !account || more.length > 0) return notFound(`"${name}" names no service account, expected sa:NAMESPACE/NAME`);
  const choices = choicesOf(mesh, namespace, account);
  return found(choices.map((choice) => ofChoice(mesh, choice, { name, namespace, account, isOneOfSeveral: choices.length > 1 })));
}

/** The ways of the account, each once. Where that is not known it may be captured or not. */
function choicesOf(mesh: MeshObjects, namespace: string, account: string): DataPlaneChoice[] {
  const workloads = workloadsAs(mesh, namespace, account).filter(({ pod }) => pod);
  if (workloads.length === 0) return [usualChoice(dataPlaneOfNamespace(mesh, namespace))];
  const choices = workloads.map((workload) => dataPlaneOf(mesh, workload)).map(usualChoice);
  return [...new Map(choices.reverse().map((choice) => [choice.dataPlane, choice])).values()].reverse();
}

/** Who has an identity is captured, as far as one is to know. */
function usualChoice(choice: Maybe<DataPlaneChoice>): DataPlaneChoice {
  return isUnknown(choice) ? { dataPlane: DataPlane.ZTUNNEL } : choice;
}

interface Account {
  readonly name: string;
  readonly namespace: string;
  readonly account: string;
  readonly isOneOfSeveral: boolean;
}

function ofChoice(mesh: MeshObjects, { dataPlane, evidence }: DataPlaneChoice, { account, ...named }: Account): Client {
  const clientClass = CLASS_OF[dataPlane];
  return {
    clientClass,
    ...named,
    identity: clientClass === ClientClass.UNCAPTURED ? null : identityOf(mesh, named.namespace, account),
    ip: undefined,
    isCaptured: dataPlane === DataPlane.ZTUNNEL,
    ...(evidence && { evidence }),
  };
}
