import { PROXY_CONTAINER } from '../istio/classes';
import { partsOf } from './facts/parts';
import { waypointScalings } from './facts/waypoint-scaling';
import type { ScalingPart } from './facts/waypoint-scaling';
import type { Rule } from './rule';
import { Severity } from './rule';
import { childOf, isMapping } from '../mesh/fields';

export const autoscalerWithoutMetrics: Rule = {
  id: 'autoscaler-without-metrics',
  severity: Severity.WARNING,
  summary: 'the autoscaler of a waypoint has no metric that it can go by',
  why: 'without metrics Kubernetes takes 80 % of the requested CPU, which is 100m unless told otherwise; without a request there is nothing to take a share of',
  fix: 'write metrics, and requests of the container istio-proxy that fit the load',
  *check(mesh) {
    for (const { autoscalers, deployments } of waypointScalings(mesh)) {
      for (const part of autoscalers.filter(lacksMetrics)) {
        yield { subject: part.manifest, path: part.path, message: 'no metrics: 80 % of the requested CPU is what it goes by' };
      }
      for (const part of autoscalers.length > 0 ? deployments.filter(takesRequestAway) : []) {
        yield { subject: part.manifest, path: part.path, message: 'takes away the request of CPU, of which the autoscaler is to take a share' };
      }
    }
  },
};

/** Version 1 of an autoscaler has a field for CPU alone. */
function lacksMetrics({ spec }: ScalingPart): boolean {
  const metrics = childOf(spec, 'metrics');
  return Object.keys(spec).length > 0 && childOf(spec, 'targetCPUUtilizationPercentage') === undefined
    && !(Array.isArray(metrics) && metrics.length > 0);
}

/** A null in an overlay removes what the template has. */
function takesRequestAway(part: ScalingPart): boolean {
  return partsOf(part.spec, ['template', 'spec', 'containers']).some((container) => {
    if (!isMapping(container) || container.name !== PROXY_CONTAINER || !isMapping(container.resources)) return false;
    const { requests } = container.resources;
    return requests === null || (isMapping(requests) && requests.cpu === null);
  });
}
