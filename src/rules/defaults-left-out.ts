import { partsOf } from './facts/parts';
import { APPLICATION, argoOptions } from './facts/sync-tools';
import type { Rule } from './rule';
import { Severity } from './rule';
import { GATEWAY_API_GROUP } from '../istio/groups';
import { ARGO_COMPARE } from '../istio/sync-tools';
import { isMapping } from '../mesh/fields';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import type { FieldPath } from '../mesh/positions';
import { fieldText } from '../mesh/positions';

export const defaultsLeftOut: Rule = {
  id: 'defaults-left-out',
  severity: Severity.INFO,
  summary: 'an Application of Argo CD compares in a way that takes defaults of a schema for a difference',
  why: 'with ServerSideApply=true Argo CD compares what is written with what is stored: an object that leaves defaults out is OutOfSync for ever',
  fix: 'annotate the Application argocd.argoproj.io/compare-options: ServerSideDiff=true, or write the defaults out',
  *check(mesh) {
    const applications = mesh.all(APPLICATION).filter(takesDefaultsForDifferences);
    const terse = applications.length > 0 ? terseObjects(mesh) : [];
    if (terse.length === 0) return;
    const [{ manifest, path }] = terse;
    const others = terse.length > 1 ? `, nor do ${terse.length - 1} more objects what they leave out` : '';
    for (const subject of applications) {
      yield {
        subject,
        path: ['spec', 'syncPolicy', 'syncOptions'],
        message: `${refText(manifest)} does not write ${fieldText(path)}${others}`,
        related: [{ manifest, path }],
      };
    }
  },
};

function takesDefaultsForDifferences({ body, annotations }: Manifest): boolean {
  return partsOf(body, ['spec', 'syncPolicy', 'syncOptions']).includes('ServerSideApply=true')
    && !argoOptions(annotations, ARGO_COMPARE).includes('ServerSideDiff=true');
}

/** The objects of the Gateway API that leave defaults out, each with the first of them. */
function terseObjects(mesh: MeshObjects): { manifest: Manifest; path: FieldPath }[] {
  return mesh.asRead().filter(({ group, body, written }) => group === GATEWAY_API_GROUP && body !== written).flatMap((manifest) => {
    const path = firstAdded(manifest.written, manifest.body, []);
    return path ? [{ manifest, path }] : [];
  });
}

/** The way to the first value that one has and the other has not. */
function firstAdded(before: unknown, after: unknown, path: FieldPath): FieldPath | undefined {
  if (before === after) return undefined;
  if (before === undefined || before === null) return path;
  const steps = Array.isArray(after) ? after.map((_, index) => index) : isMapping(after) ? Object.keys(after) : [];
  for (const step of steps) {
    const found = firstAdded((before as Record<string, unknown>)[step], (after as Record<string, unknown>)[step], [...path, step]);
    if (found) return found;
  }
  return undefined;
}
