import type { Construct } from 'constructs';
import { istioDuration } from './istio-duration';
import type { LoadBalancing, WarmupOptions } from './load-balancing';
import type { Locality } from './locality';
import type { ConnectionLimits, OutlierDetection, TrafficPolicyOptions, TrafficSettings } from './traffic-policy-options';
import type {
  DestinationRuleSpecTrafficPolicy, DestinationRuleSpecTrafficPolicyConnectionPool, DestinationRuleSpecTrafficPolicyLoadBalancer,
  DestinationRuleSpecTrafficPolicyOutlierDetection,
} from '../../../imports/networking.istio.io';
import { checkInteger } from '../check-integer';
import { Istio } from '../istio';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** A traffic policy as a DestinationRule writes it. */
export function renderTrafficPolicy(scope: Construct, options: TrafficPolicyOptions): Plain<DestinationRuleSpecTrafficPolicy> {
  const { proxyProtocol } = options;
  return { ...renderTrafficSettings(scope, options), ...(proxyProtocol && { proxyProtocol: { version: proxyProtocol } }) };
}

/** The settings that a service and a port of it can have. */
export function renderTrafficSettings(scope: Construct, settings: TrafficSettings) {
  const { loadBalancing, locality, connections, outlierDetection } = settings;
  if (locality && !outlierDetection && (locality._setting.failover ?? locality._setting.failoverPriority)) {
    throw problem(scope, 'has a locality to fall back to, but a waypoint finds out by "outlierDetection" alone that one is down: write both');
  }
  return {
    ...((loadBalancing ?? locality) && { loadBalancer: renderLoadBalancer(scope, loadBalancing, locality) }),
    ...(connections && { connectionPool: renderConnections(scope, connections) }),
    ...(outlierDetection && { outlierDetection: renderOutlierDetection(scope, outlierDetection) }),
  };
}

function renderLoadBalancer(
  scope: Construct, loadBalancing?: LoadBalancing, locality?: Locality,
): Plain<DestinationRuleSpecTrafficPolicyLoadBalancer> {
  const choice = loadBalancing?._choice;
  const warmup = loadBalancing?._options.warmup;
  return {
    ...(choice && (typeof choice === 'string' ? { simple: choice } : { consistentHash: choice._render(scope) })),
    ...(warmup && renderWarmup(scope, warmup)),
    ...(locality && { localityLbSetting: renderLocality(scope, locality) }),
  };
}

function renderWarmup(scope: Construct, warmup: WarmupOptions): Plain<DestinationRuleSpecTrafficPolicyLoadBalancer> {
  const duration = istioDuration(scope, 'warmup.duration', warmup.duration, 1000)!;
  if (!Istio._supports(scope, 'warmup')) {
    if (warmup.minimumPercent !== undefined) Istio._require(scope, 'warmup', 'warmup.minimumPercent');
    return { warmupDurationSecs: duration };
  }
  return { warmup: { duration, minimumPercent: checkInteger(scope, 'warmup.minimumPercent', warmup.minimumPercent ?? 10, 1, 100) } };
}

function renderLocality(scope: Construct, { _setting: setting }: Locality) {
  for (const { from: source, to: shares } of setting.distribute ?? []) {
    const sum = Object.values(shares).reduce((total, share) => total + checkInteger(scope, `the share of a place for "${source}"`, share, 1, 100), 0);
    if (sum !== 100) throw problem(scope, `the shares for "${source}" are ${sum} percent together: write 100`);
  }
  for (const { from: source, to: target } of setting.failover ?? []) {
    if (source === target) throw problem(scope, `region "${source}" stands in for itself: write another one`);
    const odd = [source, target].find((region) => /[/*]/.test(region));
    if (odd !== undefined) throw problem(scope, `"${odd}" is no region: write its name alone, without zone and "*"`);
  }
  const empty = Object.values(setting).some((value) => Array.isArray(value) && value.length === 0);
  if (empty) throw problem(scope, 'has a locality that says nothing: name at least one region, label or place');
  return setting;
}

function renderConnections(scope: Construct, limits: ConnectionLimits): Plain<DestinationRuleSpecTrafficPolicyConnectionPool> {
  const number = (name: keyof ConnectionLimits) => atLeastOne(scope, `connections.${name}`, limits[name] as number | undefined);
  const tcp = defined({
    maxConnections: number('maxConnections'),
    connectTimeout: istioDuration(scope, 'connections.connectTimeout', limits.connectTimeout),
    maxConnectionDuration: istioDuration(scope, 'connections.maxConnectionDuration', limits.maxConnectionDuration),
    idleTimeout: istioDuration(scope, 'connections.idleTimeout', limits.idleTimeout),
  });
  const http = defined({
    http1MaxPendingRequests: number('maxPendingRequests'),
    http2MaxRequests: number('maxRequests'),
    maxRequestsPerConnection: number('maxRequestsPerConnection'),
    maxRetries: number('maxRetries'),
  });
  if (!tcp && !http) throw problem(scope, '"connections" says nothing: write at least one limit, or leave it out');
  return { ...(tcp && { tcp }), ...(http && { http }) };
}

function renderOutlierDetection(scope: Construct, outliers: OutlierDetection): Plain<DestinationRuleSpecTrafficPolicyOutlierDetection> {
  const number = (name: keyof OutlierDetection) => atLeastOne(scope, `outlierDetection.${name}`, outliers[name] as number | undefined);
  const percent = (name: 'maxEjectionPercent' | 'minHealthPercent', least: number) =>
    outliers[name] === undefined ? undefined : checkInteger(scope, `outlierDetection.${name}`, outliers[name], least, 100);
  const failures = number('consecutiveLocalOriginFailures');
  const rendered = defined({
    consecutive5xxErrors: number('consecutive5xxErrors'),
    consecutiveGatewayErrors: number('consecutiveGatewayErrors'),
    consecutiveLocalOriginFailures: failures,
    // Istio counts these only if it is told to keep them apart.
    splitExternalLocalOriginErrors: failures === undefined ? undefined : true,
    interval: istioDuration(scope, 'outlierDetection.interval', outliers.interval),
    baseEjectionTime: istioDuration(scope, 'outlierDetection.baseEjectionTime', outliers.baseEjectionTime),
    maxEjectionPercent: percent('maxEjectionPercent', 1),
    minHealthPercent: percent('minHealthPercent', 0),
  });
  if (!rendered) throw problem(scope, '"outlierDetection" says nothing: write at least how many errors are too many, or leave it out');
  return rendered;
}

/** An object without the fields that are not defined; undefined if none is. */
function defined<T extends object>(fields: T): Partial<T> | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) as Partial<T> : undefined;
}

/** Istio takes 0 for "not given". */
function atLeastOne(scope: Construct, name: string, value: number | undefined): number | undefined {
  return value === undefined ? undefined : checkInteger(scope, name, value, 1);
}
