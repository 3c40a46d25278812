import type { PortProtocol } from './port-protocol';
import { declaredProtocol, namedProtocol } from './port-protocol';
import type { HostOwner } from '../mesh/host-index';
import { serviceHost } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import type { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { ObjectRef } from '../mesh/object-ref';

/** One host name with its ports: a Service, or one of the hosts of a ServiceEntry. */
export interface MeshService {
  readonly host: string;
  readonly owner: HostOwner;
  readonly ports: readonly MeshPort[];
  /** Addresses that clients dial; undefined: it has one that the manifests don't tell. */
  readonly addresses: readonly string[] | undefined;
  readonly resolution: Resolution;
  /** The Gateway for which istiod deploys it; absent for what the input holds. */
  readonly deployedFor?: ObjectRef;
}

/** A port that clients dial. */
export interface MeshPort {
  readonly name: string;
  readonly number: number;
  readonly protocol: PortProtocol;
}

/** How the endpoints of a service are found. */
export enum Resolution {
  /** They are listed, or selected by labels. */
  ENDPOINTS = 'endpoints',
  /** Its host name is looked up. */
  DNS = 'dns',
  /** The address that the client dialled: a headless Service, or an entry without resolution. */
  PASSTHROUGH = 'passthrough',
  /** Another name for a service elsewhere: a Service of type ExternalName. */
  ALIAS = 'alias',
}

/** The services that an object stands for. */
export function servicesOf(owner: HostOwner, clusterDomain: string): MeshService[] {
  return isOf(SERVICE, owner) ? [fromService(owner, clusterDomain)] : fromEntry(owner);
}

/** Whether a service has no address of its own, so that clients dial its pods. */
export function isHeadless({ owner, resolution }: MeshService): boolean {
  return isOf(SERVICE, owner) && resolution === Resolution.PASSTHROUGH;
}

/** @see istio pilot/pkg/serviceregistry/kube/conversion.go ConvertService */
function fromService(owner: ManifestOf<typeof SERVICE>, clusterDomain: string): MeshService {
  const { clusterIP, clusterIPs, ports } = owner.body.spec ?? {};
  const resolution = serviceResolution(owner);
  return {
    host: serviceHost(owner, clusterDomain),
    owner,
    ports: (ports ?? []).map((port) => ({ name: port.name ?? '', number: port.port ?? 0, protocol: declaredProtocol(port) })),
    addresses: resolution === Resolution.ENDPOINTS ? clusterIPs ?? (clusterIP ? [clusterIP] : undefined) : [],
    resolution,
  };
}

function serviceResolution({ body: { spec } }: ManifestOf<typeof SERVICE>): Resolution {
  if (spec?.type === 'ExternalName' && spec.externalName) return Resolution.ALIAS;
  return (spec?.clusterIPs?.[0] ?? spec?.clusterIP) === 'None' ? Resolution.PASSTHROUGH : Resolution.ENDPOINTS;
}

/** @see istio pilot/pkg/serviceregistry/serviceentry/conversion.go convertServices */
function fromEntry(owner: ManifestOf<typeof SERVICE_ENTRY>): MeshService[] {
  const { hosts = [], addresses, ports = [], resolution = 'NONE' } = owner.body.spec ?? {};
  return hosts.map((host) => ({
    host,
    owner,
    ports: ports.map(({ name = '', number = 0, protocol = '' }) => ({ name, number, protocol: namedProtocol(protocol) })),
    addresses: addresses?.length ? addresses.map((address) => address.replace(/\/(32|128)$/, '')) : undefined,
    resolution: RESOLUTIONS[resolution] ?? Resolution.PASSTHROUGH,
  }));
}

const RESOLUTIONS: Readonly<Record<string, Resolution>> = {
  STATIC: Resolution.ENDPOINTS,
  DNS: Resolution.DNS,
  DNS_ROUND_ROBIN: Resolution.DNS,
  DYNAMIC_DNS: Resolution.DNS,
};
