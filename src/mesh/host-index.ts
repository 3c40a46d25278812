import type { SERVICE } from './kinds/core';
import type { SERVICE_ENTRY } from './kinds/istio';
import type { ManifestOf } from './manifest';

/** An object that gives host names addresses: a Service has one, a ServiceEntry any number. */
export type HostOwner = ManifestOf<typeof SERVICE> | ManifestOf<typeof SERVICE_ENTRY>;

/** The host name of a Service. */
export function serviceHost({ name, namespace }: { name: string; namespace: string }, clusterDomain: string): string {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** Services and ServiceEntries by host name. */
export class HostIndex {
  readonly #owners = new Map<string, HostOwner[]>();

  constructor(
    services: readonly ManifestOf<typeof SERVICE>[],
    entries: readonly ManifestOf<typeof SERVICE_ENTRY>[],
    clusterDomain: string,
  ) {
    for (const service of services) this.#add(serviceHost(service, clusterDomain), service);
    for (const entry of entries) for (const host of new Set(entry.body.spec?.hosts)) this.#add(host, entry);
  }

  public owners(host: string): readonly HostOwner[] {
    return this.#owners.get(host) ?? [];
  }

  #add(host: string, owner: HostOwner): void {
    const owners = this.#owners.get(host);
    if (owners) owners.push(owner);
    else this.#owners.set(host, [owner]);
  }
}
