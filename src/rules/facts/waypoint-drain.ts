import { load } from 'js-yaml';
import { partsOf } from './parts';
import type { ScalingPart, WaypointScaling } from './waypoint-scaling';
import { childOf, isMapping } from '../../mesh/fields';
import { milliseconds } from '../../schema/go-duration';

/** How long a proxy takes for something, and the overlay that says so. */
export interface Span {
  readonly seconds: number;
  readonly part?: ScalingPart;
  /** Whether nothing in the input says so. */
  readonly isDefault?: boolean;
}

/** Annotation of a pod: the configuration of its proxy, as YAML. */
const PROXY_CONFIG = 'proxy.istio.io/config';
const DRAIN_VARIABLE = 'TERMINATION_DRAIN_DURATION_SECONDS';
const DEFAULT_DRAIN = 5;

/** The grace period of the pods of a waypoint, if an overlay sets it. */
export function gracePeriodOf({ deployments }: WaypointScaling): Span | undefined {
  return last(deployments, (part) => {
    const [seconds] = partsOf(part.spec, ['template', 'spec', 'terminationGracePeriodSeconds']);
    return typeof seconds === 'number' ? { seconds, part } : undefined;
  });
}

/**
 * How long a proxy of a waypoint drains its connections when it is told to end.
 * @see istio pkg/envoy/agent.go terminate
 */
export function drainSecondsOf({ gateway, deployments }: WaypointScaling): Span {
  const annotations = gateway.body.spec?.infrastructure?.annotations ?? gateway.annotations;
  const own = drainIn(annotations[PROXY_CONFIG]);
  const overlaid = last(deployments, (part) => {
    const seconds = variableOf(part) ?? drainIn(partsOf(part.spec, ['template', 'metadata', 'annotations', PROXY_CONFIG])[0]);
    return seconds === undefined ? undefined : { seconds, part };
  });
  return overlaid ?? (own === undefined ? { seconds: DEFAULT_DRAIN, isDefault: true } : { seconds: own });
}

/** What the last of the overlays says that says something. */
function last(parts: readonly ScalingPart[], read: (part: ScalingPart) => Span | undefined): Span | undefined {
  return parts.flatMap((part) => read(part) ?? []).at(-1);
}

function variableOf({ spec }: ScalingPart): number | undefined {
  const variables = partsOf(spec, ['template', 'spec', 'containers']).flatMap((container) => partsOf(container, ['env']));
  const value = variables.filter(isMapping).find(({ name }) => name === DRAIN_VARIABLE)?.value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}

function drainIn(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const value = load(text);
    const duration = isMapping(value) ? childOf(value, 'terminationDrainDuration') : undefined;
    const length = typeof duration === 'string' ? milliseconds(duration) : undefined;
    return length === undefined ? undefined : length / 1000;
  } catch {
    return undefined;
  }
}
