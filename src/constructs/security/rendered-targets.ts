import type { Construct } from 'constructs';
import type { PolicyTarget } from './policy-target';
import type { RenderedTarget } from './rendered-target';
import { problem } from '../problem';

/** Most references that the schema of a policy takes. */
const MOST = 16;

/** The targets of a policy, which all have to be in the one namespace where Istio honours it. */
export function renderTargets(scope: Construct, targets: readonly PolicyTarget[]): RenderedTarget[] {
  if (targets.length === 0) throw problem(scope, 'has no targets: list at least one in "targets"');
  const rendered = targets.map((target) => target._render(scope));
  const count = rendered.flatMap(({ refs }) => refs).length;
  if (count > MOST) throw problem(scope, `has ${count} targets: write at most ${MOST} in a policy; a waypoint with a canary counts as two`);
  const [first] = rendered;
  const other = rendered.find(({ namespace }) => namespace !== first.namespace);
  if (other) {
    throw problem(scope, `${other.refs[0].kind} "${other.refs[0].name}" is in namespace "${other.namespace}", but ${first.refs[0].kind} "${first.refs[0].name}" in "${first.namespace}": `
      + 'Istio honours a policy only in the namespace of its target, so write one policy for each namespace');
  }
  return rendered;
}
