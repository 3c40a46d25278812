import type { Monitor } from './scrapes';
import { DATAPLANE_MODE, SIDECAR_INJECT } from '../../istio/labels';
import type { StringMap } from '../../mesh/fields';
import { PROMETHEUS, SERVICE_MONITOR } from '../../mesh/kinds/prometheus';
import { matchesSelector } from '../../mesh/label-selector';
import { isOf } from '../../mesh/manifest';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { DataPlane, dataPlaneOfNamespace } from '../../registry/data-plane';
import { identityOf } from '../../registry/identity';
import type { Maybe } from '../../request/truth';
import { isUnknown, unknown } from '../../request/truth';

type Prometheus = ManifestOf<typeof PROMETHEUS>;

/** Who scrapes what a monitor names. */
export interface Scraper {
  readonly manifest: Prometheus;
  /** Null: it is not captured. */
  readonly identity: Maybe<string | null>;
}

/** The scrapers in the input that take up a monitor. */
export function scrapersOf(mesh: MeshObjects, monitor: Monitor): Scraper[] {
  return mesh.all(PROMETHEUS).filter((prometheus) => takesUp(mesh, prometheus, monitor))
    .map((manifest) => ({ manifest, identity: identityOfScraper(mesh, manifest) }));
}

/**
 * An absent selector of monitors takes up none, and one of namespaces its own alone.
 * @see prometheus-operator pkg/prometheus/resource_selector.go
 */
function takesUp(mesh: MeshObjects, { namespace, body: { spec = {} } }: Prometheus, monitor: Monitor): boolean {
  const [monitors, namespaces] = isOf(SERVICE_MONITOR, monitor)
    ? [spec.serviceMonitorSelector, spec.serviceMonitorNamespaceSelector]
    : [spec.podMonitorSelector, spec.podMonitorNamespaceSelector];
  const isNear = namespaces ? matchesSelector(namespaces, mesh.namespace(monitor.namespace)) === true : monitor.namespace === namespace;
  return isNear && matchesSelector(monitors, { labels: monitor.labels, isKnown: true }) === true;
}

/** A sidecar sends no identity to a pod that it is told the address of. */
function identityOfScraper(mesh: MeshObjects, { namespace, body: { spec } }: Prometheus): Maybe<string | null> {
  const dataPlane = dataPlaneOfScraper(mesh, namespace, spec?.podMetadata?.labels ?? {});
  if (isUnknown(dataPlane)) return dataPlane;
  if (dataPlane === DataPlane.SIDECAR) return unknown('what the sidecar of a scraper sends');
  return dataPlane === DataPlane.ZTUNNEL ? identityOf(mesh, namespace, spec?.serviceAccountName ?? 'default') : null;
}

function dataPlaneOfScraper(mesh: MeshObjects, namespace: string, labels: StringMap): Maybe<DataPlane> {
  if (labels[SIDECAR_INJECT] === 'true') return DataPlane.SIDECAR;
  const mode = labels[DATAPLANE_MODE];
  if (mode === 'ambient') return DataPlane.ZTUNNEL;
  const choice = dataPlaneOfNamespace(mesh, namespace);
  if (isUnknown(choice)) return choice;
  return mode === 'none' && choice.dataPlane === DataPlane.ZTUNNEL ? DataPlane.NONE : choice.dataPlane;
}
