import { namedClaims } from './facts/claims';
import type { Rule } from './rule';
import { Severity } from './rule';
import { waypointText } from '../binding/status-text';
import { findWaypoint } from '../binding/waypoint';
import type { Manifest } from '../mesh/manifest';

const WAVE = 'argocd.argoproj.io/sync-wave';

export const labelBeforeWaypoint: Rule = {
  id: 'label-before-waypoint',
  severity: Severity.WARNING,
  summary: 'a use-waypoint label is applied before its waypoint is ready',
  why: 'until the Gateway has an address the label binds nothing: traffic goes direct, without the policies of the waypoint',
  fix: 'give the label a later sync wave than the Gateway; a Namespace that has to come first can leave the label to its Services',
  *check(mesh) {
    for (const { owner, evidence, waypoint: name } of namedClaims(mesh)) {
      const gateway = findWaypoint(mesh, name).waypoint?.gateway;
      const waves = gateway && wavesOf(owner, gateway);
      if (!waves || waves.label > waves.waypoint) continue;
      yield {
        subject: owner,
        path: Object.hasOwn(owner.annotations, WAVE) ? ['metadata', 'annotations', WAVE] : evidence.path,
        message: `sync wave ${waves.label} is not after that of Gateway "${waypointText(name)}", ${waves.waypoint}`,
        related: [{ manifest: gateway!, path: ['metadata', 'annotations'] }],
      };
    }
  },
};

/** The waves that Argo CD applies both in; undefined: nothing says that it does. */
function wavesOf(owner: Manifest, gateway: Manifest): { label: number; waypoint: number } | undefined {
  const [label, waypoint] = [owner, gateway].map(({ annotations }) => annotations[WAVE]);
  return label === undefined && waypoint === undefined ? undefined : { label: Number(label ?? 0), waypoint: Number(waypoint ?? 0) };
}
