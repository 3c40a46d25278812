import type { Originated } from './converted-rule';
import { mergeDelegate } from './delegates';
import { fullHost } from './short-names';
import type { MeshVirtualService } from './virtual-service';
import type { Destination, HttpRule, VIRTUAL_SERVICE, VirtualServiceSpec } from '../mesh/kinds/istio-traffic';
import { VIRTUAL_SERVICE as KIND } from '../mesh/kinds/istio-traffic';
import type { ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { isTaken } from '../registry/refusal';

type VirtualService = ManifestOf<typeof VIRTUAL_SERVICE>;

/** The name that means: not a gateway, but all proxies of the mesh. */
const MESH = 'mesh';

/** The full host names of a VirtualService; one without hosts is there for others to delegate to. */
export function hostsOf(mesh: MeshObjects, { namespace, body }: VirtualService): string[] {
  return (body.spec?.hosts ?? []).map((host) => fullHost(host, namespace, mesh.clusterDomain));
}

/** The gateways of Istio's own kind that a VirtualService is for, as `namespace/name`. */
export function gatewaysOf({ namespace, body }: VirtualService): string[] {
  return (body.spec?.gateways ?? []).filter((name) => name !== MESH).map((name) => gatewayName(name, namespace));
}

/**
 * The full name of a gateway that a VirtualService or one of its matches names.
 * @see istio pilot/pkg/model/config.go resolveGatewayName
 */
export function gatewayName(name: string, namespace: string): string {
  if (name.includes('/')) return name.startsWith('./') ? `${namespace}${name.slice(1)}` : name;
  const [short, home = namespace] = name.split('.');
  return `${home}/${short}`;
}

/** Whether a VirtualService is for the mesh, and not for gateways alone. */
export function isForMesh({ body }: VirtualService): boolean {
  const gateways = body.spec?.gateways ?? [];
  return gateways.length === 0 || gateways.includes(MESH);
}

/** Whether a VirtualService is for the mesh, and for no gateway. */
export function isForMeshAlone({ body }: VirtualService): boolean {
  return (body.spec?.gateways ?? []).every((name) => name === MESH);
}

/** Whether a match, which may name gateways, is for the mesh. */
export function namesMesh(gateways: readonly string[] | undefined): boolean {
  return !gateways?.length || gateways.includes(MESH);
}

/**
 * A VirtualService with full host names and with the rules of those that it delegates to.
 * @see istio pilot/pkg/model/virtualservice_controller.go mergeVirtualServices
 */
export function fromWritten(mesh: MeshObjects, virtualService: VirtualService): MeshVirtualService {
  const { namespace, name, created, body } = virtualService;
  const { http, tcp, tls } = resolved(mesh, virtualService);
  return {
    namespace,
    name,
    created,
    isConverted: false,
    hosts: hostsOf(mesh, virtualService),
    exportTo: exportsOf(body.spec, namespace),
    ...(http && { http: http.flatMap((rule) => withDelegate(mesh, virtualService, rule)) }),
    ...(tcp && { tcp }),
    ...(tls && { tls }),
  };
}

function withDelegate(mesh: MeshObjects, root: VirtualService, original: Originated<HttpRule>): Originated<HttpRule>[] {
  const { delegate } = original.rule;
  if (!delegate) return [original];
  const target = mesh.find(KIND, delegate.namespace || root.namespace, delegate.name ?? '');
  return target && isTaken(target) && isDelegateFor(target, root) ? mergeDelegate(original.rule, resolved(mesh, target).http ?? []) : [];
}

/** A VirtualService can be delegated to if it has no hosts of its own and is exported to where the root is. */
function isDelegateFor({ namespace, body: { spec } }: VirtualService, root: VirtualService): boolean {
  const exportTo = exportsOf(spec, namespace);
  return !spec?.hosts?.length && (exportTo.includes('*') || exportTo.includes(root.namespace));
}

/** The rules with full host names in their destinations. */
function resolved(mesh: MeshObjects, manifest: VirtualService) {
  const { http, tcp, tls } = manifest.body.spec ?? {};
  const at = (destination: Destination | undefined): Destination =>
    ({ ...destination, host: fullHost(destination?.host ?? '', manifest.namespace, mesh.clusterDomain) });
  const toFull = <T extends { readonly destination?: Destination }>(targets: readonly T[] | undefined) =>
    targets?.map((target) => ({ ...target, destination: at(target.destination) }));
  const originated = <R>(rule: R, index: number): Originated<R> => ({ rule, origin: { manifest, rule: index, match: null } });
  return {
    http: http?.map((rule) => ({
      ...rule,
      route: toFull(rule.route),
      mirror: rule.mirror && at(rule.mirror),
      mirrors: rule.mirrors?.map((mirror) => ({ ...mirror, destination: at(mirror.destination) })),
    })).map(originated),
    tcp: tcp?.map((rule) => ({ ...rule, route: toFull(rule.route) })).map(originated),
    tls: tls?.map((rule) => ({ ...rule, route: toFull(rule.route) })).map(originated),
  };
}

/** @see istio pilot/pkg/model/virtualservice_controller.go convertExportToSet */
function exportsOf(spec: VirtualServiceSpec | undefined, namespace: string): string[] {
  const exportTo = spec?.exportTo ?? [];
  return exportTo.length > 0 ? exportTo.map((name) => name === '.' ? namespace : name) : ['*'];
}
