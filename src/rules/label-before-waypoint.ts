import { namedClaims } from './facts/claims';
import { namedWave, syncWaveOf } from './facts/sync-waves';
import type { SyncWave } from './facts/sync-waves';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { waypointText } from '../binding/status-text';
import { findWaypoint } from '../binding/waypoint';
import { SYNC_WAVE } from '../istio/sync-tools';
import type { Manifest } from '../mesh/manifest';
import { refText } from '../mesh/object-ref';

export const labelBeforeWaypoint: Rule = {
  id: 'label-before-waypoint',
  severity: Severity.WARNING,
  summary: 'a use-waypoint label is applied before its waypoint is ready',
  why: 'until the Gateway has an address the label binds nothing: traffic goes direct, without the policies of the waypoint',
  fix: 'give the label a later sync wave than the Gateway; Argo CD applies a Namespace with the first object in it, so leave the label to its Services, or to another Application',
  *check(mesh) {
    for (const { owner, evidence, waypoint: name } of namedClaims(mesh)) {
      const gateway = findWaypoint(mesh, name).waypoint?.gateway;
      if (!gateway || ![owner, gateway].some(hasWave)) continue;
      const label = syncWaveOf(mesh, owner);
      if (label.wave > namedWave(gateway)) continue;
      yield {
        subject: owner,
        path: hasWave(owner) && !label.broughtBy ? ['metadata', 'annotations', SYNC_WAVE] : evidence.path,
        message: `${waveText(owner, label)} is not after that of Gateway "${waypointText(name)}", ${namedWave(gateway)}`,
        related: related(gateway, label),
      };
    }
  },
};

function hasWave({ annotations }: Manifest): boolean {
  return Object.hasOwn(annotations, SYNC_WAVE);
}

function waveText(owner: Manifest, { wave, broughtBy }: SyncWave): string {
  return broughtBy ? `sync wave ${wave}, in which the Namespace comes with ${refText(broughtBy)}, and not in ${namedWave(owner)},` : `sync wave ${wave}`;
}

function related(gateway: Manifest, { broughtBy }: SyncWave): Offence['related'] {
  return [gateway, ...broughtBy && broughtBy !== gateway ? [broughtBy] : []].map((manifest) => ({ manifest, path: ['metadata', 'annotations'] }));
}
