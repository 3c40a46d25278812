import type { ConfigError, Converted } from './config-error';
import { isGranted } from './reference-grants';
import { findHostOwner } from '../binding/gateway/deployed-services';
import { NETWORKING_GROUP } from '../istio/groups';
import { serviceHost } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import type { Destination } from '../mesh/kinds/istio-traffic';
import type { BackendRef } from '../mesh/kinds/routes';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refIn } from '../mesh/object-ref';
import { servicesWithHost } from '../registry/find-service';

/** The host of a backend that no cluster exists for. */
const NOWHERE: Destination = { host: '' };
const MULTI_CLUSTER_GROUP = 'multicluster.x-k8s.io';
const INFERENCE_GROUP = 'inference.networking.k8s.io';

const HOST_FOR_NAME = 'service name invalid; the name of the Service must be used, not the hostname.';
const NO_INFERENCE = 'InferencePool is not enabled. To enable, set ENABLE_GATEWAY_API_INFERENCE_EXTENSION to true in istiod';

/** The route whose rules are converted, and for which of its parents: what Istio makes of them differs. */
export interface RouteContext<R extends Manifest = Manifest> {
  readonly mesh: MeshObjects;
  readonly route: R;
  readonly parent: 'mesh' | 'gateway';
}

/**
 * Where a backend of a route lies. A backend that does not exist, or may not be named, keeps its share, which then fails.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go buildDestination
 */
export function destinationOf(context: RouteContext, ref: BackendRef): Converted<Destination> {
  const { mesh, route, parent } = context;
  return parent === 'gateway' && !isGranted(mesh, route, ref) ? notPermitted(route, ref) : grantedDestination(context, ref);
}

function grantedDestination({ mesh, route }: RouteContext, ref: BackendRef): Converted<Destination> {
  const { group = '', kind = SERVICE.kind } = ref;
  switch (`${group}/${kind}`) {
    case '/Service':
      return ref.name?.includes('.') ? lost(HOST_FOR_NAME) : withPort(ref, ofService(mesh, route, ref));
    case `${MULTI_CLUSTER_GROUP}/ServiceImport`:
      return withPort(ref, ofService(mesh, route, ref));
    case `${NETWORKING_GROUP}/Hostname`:
      return ref.namespace === undefined ? withPort(ref, ofHostname(mesh, route, ref)) : lost('namespace may not be set with Hostname type');
    case `${INFERENCE_GROUP}/InferencePool`:
      return nowhere(NO_INFERENCE);
    default:
      return nowhere(`referencing unsupported backendRef: group "${group}" kind "${kind}"`);
  }
}

/** A host, and whether it is missing. */
interface Host { readonly host: string; readonly isMissing: boolean }

function ofService(mesh: MeshObjects, route: Manifest, { name = '', namespace = route.namespace }: BackendRef): Host {
  const isMissing = !findHostOwner(mesh, SERVICE.kind, namespace, name) && !mesh.isAssumed(refIn(SERVICE, namespace, name));
  return { host: serviceHost({ name, namespace }, mesh.clusterDomain), isMissing };
}

/** Istio looks for the host in the namespace of the route only, though the route leads to it wherever it is. */
function ofHostname(mesh: MeshObjects, route: Manifest, { name = '' }: BackendRef): Host {
  return { host: name, isMissing: !servicesWithHost(mesh, name).some(({ owner }) => owner.namespace === route.namespace) };
}

function withPort({ port }: BackendRef, { host, isMissing }: Host): Converted<Destination> {
  if (port === undefined) return lost('port is required in backendRef');
  const error = { reason: 'BackendNotFound', message: `backend(${host}) not found` };
  return { value: { host, port: { number: port } }, ...(isMissing && { error }) };
}

/** Routes below a Gateway need leave to name a backend of another namespace; those below a Service do not. */
function notPermitted({ kind, namespace: from }: Manifest, { name = '', namespace = '' }: BackendRef): Converted<Destination> {
  const message = `backendRef ${name}/${namespace} not accessible to a ${kind} in namespace "${from}" (missing a ReferenceGrant?)`;
  return { value: NOWHERE, error: { reason: 'RefNotPermitted', message } };
}

function lost(message: string): { error: ConfigError } {
  return { error: { reason: 'InvalidDestination', message } };
}

function nowhere(message: string): Converted<Destination> {
  return { value: NOWHERE, error: { reason: 'InvalidKind', message } };
}
