import { isNamed } from './claims';
import type { Gateway } from './gateways';
import { backendsOf, gatewayParents, routesOf } from './mesh-routes';
import type { Route } from './mesh-routes';
import { partsOf } from './parts';
import { controllerOf } from '../../binding/gateway/controller';
import { BUILT_IN_CLASSES, INGRESS_CLASS } from '../../istio/classes';
import { isMapping } from '../../mesh/fields';
import { SERVICE } from '../../mesh/kinds/core';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

/** Gateways and Ingresses of other products dial the pods of a Service, as a rule, and not its address. */
const INGRESS = { group: 'networking.k8s.io', kind: 'Ingress', namespaced: true, fields: {} };
/** Annotation of ingress-nginx: whether it dials the address of the Service. */
const SERVICE_UPSTREAM = 'nginx.ingress.kubernetes.io/service-upstream';

/** The Services that an ingress of another product than Istio sends to, each with the first route that says so. */
export const foreignIngresses = remember((mesh: MeshObjects): ReadonlyMap<Manifest, Manifest> => {
  const found = new Map<Manifest, Manifest>();
  const put = (route: Manifest, namespace: string, name: string) => {
    const service = mesh.find(SERVICE, namespace, name);
    if (service && !found.has(service)) found.set(service, route);
  };
  for (const route of routesOf(mesh).filter((one) => isForeign(mesh, one))) {
    for (const { backend: { kind = SERVICE.kind, name = '', namespace = route.namespace } } of backendsOf(route)) {
      if (kind === SERVICE.kind) put(route, namespace, name);
    }
  }
  for (const ingress of mesh.all(INGRESS).filter((one) => !isOfIstio(one) && one.annotations[SERVICE_UPSTREAM] !== 'true')) {
    for (const name of servicesOf(ingress)) put(ingress, ingress.namespace, name);
  }
  return found;
});

/** A class that is not in the input may be any. A Gateway that is used as a waypoint itself goes around none. */
function isForeign(mesh: MeshObjects, route: Route): boolean {
  return gatewayParents(mesh, route).some((gateway) => !isNamed(mesh, gateway) && !isOfIstiod(mesh, gateway));
}

function isOfIstiod(mesh: MeshObjects, gateway: Gateway): boolean {
  const { gatewayClassName = '' } = gateway.body.spec ?? {};
  return BUILT_IN_CLASSES.has(gatewayClassName) || gatewayClassName.startsWith('istio')
    || (controllerOf(mesh, gateway)?.startsWith('istio.io/') ?? false);
}

function isOfIstio({ body, annotations }: Manifest): boolean {
  return partsOf(body, ['spec', 'ingressClassName']).includes(INGRESS_CLASS) || annotations['kubernetes.io/ingress.class'] === INGRESS_CLASS;
}

function servicesOf({ body }: Manifest): string[] {
  const backends = [
    ...partsOf(body, ['spec', 'defaultBackend', 'service', 'name']),
    ...partsOf(body, ['spec', 'rules']).flatMap((rule) => partsOf(rule, ['http', 'paths']))
      .flatMap((path) => isMapping(path) ? partsOf(path, ['backend', 'service', 'name']) : []),
  ];
  return backends.filter((name) => typeof name === 'string');
}
