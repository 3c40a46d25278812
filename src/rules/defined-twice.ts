import type { Rule } from './rule';
import { Severity } from './rule';
import { placeIn } from '../mesh/manifest';

export const definedTwice: Rule = {
  id: 'defined-twice',
  severity: Severity.ERROR,
  summary: 'an object is defined twice',
  why: 'whichever is applied last counts, field by field or as a whole; with two applications of a sync tool each sets it back to its own, time and again',
  fix: 'keep one definition, and have the other say what it adds, as a label patch or an overlay; manifests for different clusters or environments are no mistake: read those of each by themselves, of Kustomize the output of "kustomize build"',
  *check(mesh) {
    for (const { first, second } of mesh.twins) {
      const at = placeIn(first);
      yield {
        subject: second,
        path: [],
        message: `defined a second time${at ? `, first at ${at.file}:${at.line}:${at.column}` : ''}: the last one counts`,
        related: [{ manifest: first, path: [] }],
      };
    }
  },
};
