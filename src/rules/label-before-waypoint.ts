import { namedClaims } from './facts/claims';
import { partsOf } from './facts/parts';
import { APPLICATION } from './facts/sync-tools';
import { namedWave, syncWaveOf } from './facts/sync-waves';
import type { SyncWave } from './facts/sync-waves';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { waypointText } from '../binding/status-text';
import { findWaypoint } from '../binding/waypoint';
import { SYNC_WAVE } from '../istio/sync-tools';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import { remember } from '../mesh/remember';

export const labelBeforeWaypoint: Rule = {
  id: 'label-before-waypoint',
  severity: Severity.WARNING,
  summary: 'a use-waypoint label is applied before its waypoint is ready',
  why: 'until the Gateway has an address the label binds nothing: traffic goes direct, without the policies of the waypoint',
  fix: 'give the label a later sync wave than the Gateway; Argo CD applies a Namespace with the first object in it, so leave the label to its Services, or to another Application',
  *check(mesh) {
    if (!mesh.isAnnotationUsed(SYNC_WAVE) && targetsOfArgo(mesh).size === 0) return;
    for (const { owner, evidence, waypoint: name } of namedClaims(mesh)) {
      const gateway = findWaypoint(mesh, name).waypoint?.gateway;
      if (!gateway) continue;
      const fault = [owner, gateway].some(hasWave) ? faultOf(mesh, owner, gateway) : withoutWaves(mesh, owner, gateway);
      if (fault) yield { subject: owner, path: evidence.path, ...fault };
    }
  },
};

type Fault = Omit<Offence, 'subject' | 'path'> & Partial<Pick<Offence, 'path'>>;

function faultOf(mesh: MeshObjects, owner: Manifest, gateway: Manifest): Fault | undefined {
  const label = syncWaveOf(mesh, owner);
  if (label.wave > namedWave(gateway)) return undefined;
  return {
    ...hasWave(owner) && !label.broughtBy && { path: ['metadata', 'annotations', SYNC_WAVE] },
    message: `${waveText(owner, label)} is not after that of Gateway "${waypointText(gateway)}", ${namedWave(gateway)}`,
    related: related(gateway, label),
  };
}

/** Within a wave Argo CD applies kinds of Kubernetes first. */
function withoutWaves(mesh: MeshObjects, owner: Manifest, gateway: Manifest): Fault | undefined {
  if (owner.group.endsWith('istio.io') || !targetsOfArgo(mesh).has(gateway.namespace)) return undefined;
  const message = `no sync wave: Argo CD applies a ${owner.kind} before Gateway "${waypointText(gateway)}"`;
  return { message, severity: Severity.INFO, related: related(gateway, { wave: 0 }) };
}

/** The namespaces that Applications of Argo CD in the input deploy to. */
const targetsOfArgo = remember((mesh: MeshObjects): ReadonlySet<unknown> =>
  new Set(mesh.all(APPLICATION).flatMap(({ body }) => partsOf(body, ['spec', 'destination', 'namespace']))));

function hasWave({ annotations }: Manifest): boolean {
  return Object.hasOwn(annotations, SYNC_WAVE);
}

function waveText(owner: Manifest, { wave, broughtBy }: SyncWave): string {
  return broughtBy ? `sync wave ${wave}, in which the Namespace comes with ${refText(broughtBy)}, and not in ${namedWave(owner)},` : `sync wave ${wave}`;
}

function related(gateway: Manifest, { broughtBy }: SyncWave): Offence['related'] {
  return [gateway, ...broughtBy && broughtBy !== gateway ? [broughtBy] : []].map((manifest) => ({ manifest, path: ['metadata', 'annotations'] }));
}
