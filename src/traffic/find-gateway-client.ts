import type { Client } from './client';
import { ClientClass } from './client';
import type { Found } from './found';
import { found, notFound } from './found';
import { didYouMean } from './nearest-names';
import type { Gateway } from '../binding/gateway/controller';
import { istioControllerOf } from '../binding/gateway/controller';
import { proxyServiceAccount } from '../binding/gateway/requested-services';
import { GATEWAY_CONTROLLER, MESH_CONTROLLER } from '../istio/classes';
import { GATEWAY_NAME } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { MeshObjects } from '../mesh/mesh-objects';
import { DataPlane, dataPlaneOf } from '../registry/data-plane';
import { workloadNames, workloadsNamed } from '../registry/find-workload';
import { identityOf, workloadIdentity } from '../registry/identity';
import type { Workload } from '../registry/workloads';
import { labelledWorkloads } from '../registry/workloads';
import { isUnknown, unknown } from '../request/truth';

/** Finds an ingress gateway: a Gateway of any class, or a workload that serves as one, as Istio's classic ingress gateway does. */
export function findGatewayClient(mesh: MeshObjects, name: string, rest: string): Found<readonly Client[]> {
  const [namespace, gatewayName] = rest.split('/');
  const gateway = mesh.find(GATEWAY, namespace, gatewayName ?? '');
  if (gateway) {
    const controller = istioControllerOf(mesh, gateway);
    if (controller === MESH_CONTROLLER) return notFound(`Gateway ${rest} is a waypoint, expected one that takes requests from outside`);
    return found(controller === GATEWAY_CONTROLLER ? [ofIstio(mesh, name, gateway)] : ofOthers(mesh, name, gateway));
  }
  const [workload] = workloadsNamed(mesh, rest);
  if (workload) return found([classic(mesh, name, workload)]);
  const names = [...mesh.all(GATEWAY).map((one) => `${one.namespace}/${one.name}`), ...workloadNames(mesh)];
  return notFound(`no Gateway or workload "${rest}" is in the input${didYouMean(rest, names)}`);
}

function ofIstio(mesh: MeshObjects, name: string, gateway: Gateway): Client {
  const { namespace } = gateway;
  const identity = identityOf(mesh, namespace, proxyServiceAccount(mesh, gateway));
  return { clientClass: ClientClass.INGRESS, name, namespace, identity, ip: undefined, isCaptured: false, evidence: classOf(gateway) };
}

function classic(mesh: MeshObjects, name: string, workload: Workload): Client {
  const { namespace } = workload.subject.manifest;
  const identity = workloadIdentity(mesh, workload);
  return { clientClass: ClientClass.INGRESS, name, namespace, identity, ip: workload.addresses[0], workload, isCaptured: false };
}

/** The proxies of another product are found by the label that the Gateway API asks for; else they may be captured or not. */
function ofOthers(mesh: MeshObjects, name: string, gateway: Gateway): Client[] {
  const [proxy] = labelledWorkloads(mesh, gateway.namespace, { [GATEWAY_NAME]: gateway.name });
  const choice = proxy ? dataPlaneOf(mesh, proxy) : unknown(`whether the proxies of ${name} are captured`);
  const ways = isUnknown(choice) ? [true, false] : [choice.dataPlane === DataPlane.ZTUNNEL];
  return ways.map((isCaptured) => ({
    clientClass: ClientClass.THIRD_PARTY_GATEWAY,
    name,
    namespace: gateway.namespace,
    identity: isCaptured ? identityOfProxy(mesh, name, proxy) : null,
    ip: proxy?.addresses[0],
    ...(proxy && { workload: proxy }),
    isCaptured,
    evidence: classOf(gateway),
  }));
}

function identityOfProxy(mesh: MeshObjects, name: string, proxy: Workload | undefined): Client['identity'] {
  return proxy ? workloadIdentity(mesh, proxy) : unknown(`the identity of the proxies of ${name}`);
}

function classOf(gateway: Gateway) {
  const value = gateway.body.spec?.gatewayClassName;
  return { manifest: gateway, path: ['spec', 'gatewayClassName'], ...(value !== undefined && { value }) };
}
