import { boundOf } from './facts/bindings';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import type { Bound } from '../binding/binding';
import { waypointText } from '../binding/status-text';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { endpointsOf } from '../registry/endpoints';
import { servicesOf } from '../registry/mesh-service';
import { ownCluster } from '../routing/cluster';
import { subsetsAt } from '../routing/destination-rules';
import { backendSettings } from '../routing/traffic-policy';
import { isIstioWaypoint } from '../traffic/proxy';

type ServiceEntry = ManifestOf<typeof SERVICE_ENTRY>;

const LOOKED_UP = ['DNS', 'DNS_ROUND_ROBIN'];

/** @see istio pilot/pkg/networking/core/cluster_waypoint.go buildWaypointInboundVIPCluster */
export const istiodCrashes: Rule = {
  id: 'istiod-crashes',
  severity: Severity.ERROR,
  summary: 'istiod crashes when it configures the waypoint of a ServiceEntry',
  why: 'the waypoint asks again after each restart, so that istiod ends time and again: no proxy of the mesh learns of any change, and none that starts gets its configuration',
  fix: 'list endpoints instead of a workloadSelector, or take resolution: STATIC; leave outlierDetection out where resolution is DYNAMIC_DNS; or set the label istio.io/use-waypoint: none on the ServiceEntry',
  *check(mesh) {
    for (const bound of boundOf(mesh)) {
      const { subject: { manifest, traffic }, waypoint } = bound;
      if (traffic !== 'service' || !isOf(SERVICE_ENTRY, manifest) || !isIstioWaypoint(mesh, waypoint)) continue;
      const { resolution = '' } = manifest.body.spec ?? {};
      if (LOOKED_UP.includes(resolution)) yield* withoutEndpoints(mesh, bound, manifest);
      if (resolution === 'DYNAMIC_DNS') yield* withOutlierDetection(mesh, bound, manifest);
    }
  },
};

/** It expects a cluster where it makes none. Its hosts have the same endpoints. */
function* withoutEndpoints(mesh: MeshObjects, { waypoint, claim }: Bound, subject: ServiceEntry): Generator<Offence> {
  const [service] = servicesOf(subject, mesh.clusterDomain);
  if (!service || !subject.body.spec?.workloadSelector || endpointsOf(mesh, service).length > 0) return;
  if (service.ports.every(({ protocol }) => protocol.family === 'udp')) return;
  yield {
    subject,
    path: ['spec', 'workloadSelector'],
    message: `no workload of the input has these labels, and resolution ${subject.body.spec.resolution} needs one: without any, istiod crashes when it configures waypoint ${waypointText(waypoint)}`,
    related: [claim.evidence],
    // Workloads may be kept elsewhere, or register themselves.
    ...!mesh.isComplete && { severity: Severity.WARNING },
  };
}

/** It writes to a part of the cluster that those of a forward proxy lack. */
function* withOutlierDetection(mesh: MeshObjects, { waypoint, claim }: Bound, entry: ServiceEntry): Generator<Offence> {
  const ports = (entry.body.spec?.ports ?? []).filter(({ protocol }) => protocol?.toUpperCase() === 'HTTP');
  for (const service of servicesOf(entry, mesh.clusterDomain)) {
    const subsets = [undefined, ...subsetsAt(mesh, service, waypoint).map(({ name }) => name)];
    const clusters = ports.flatMap(({ number = 0 }) => subsets.map((subset) => ({ ...ownCluster(mesh, service, number), subset })));
    const settings = clusters.flatMap((cluster) => backendSettings(mesh, waypoint, cluster)?.applied ?? []);
    const setting = settings.find(({ name }) => name === 'outlierDetection');
    if (!setting) continue;
    yield {
      subject: setting.rule,
      path: setting.path,
      message: `for "${service.host}", whose resolution is DYNAMIC_DNS, istiod crashes when it configures waypoint ${waypointText(waypoint)}`,
      related: [{ manifest: entry, path: ['spec', 'resolution'] }, claim.evidence],
    };
  }
}
