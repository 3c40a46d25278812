import { durationProblem, durationTextProblem } from './durations';
import type { LocalitySetting } from './localities';
import { localityFindings, zoneFindings } from './localities';
import type { Findings } from './problem';
import { each, errorAt, errorIf, warningIf } from './problem';

interface Cookie {
  readonly name?: string;
  readonly ttl?: string;
  readonly attributes?: readonly { readonly name?: string }[];
}

interface ConsistentHash {
  readonly httpCookie?: Cookie;
  readonly minimumRingSize?: number;
  readonly ringHash?: object;
  readonly maglev?: { readonly tableSize?: number };
}

interface Warmup {
  readonly duration?: string;
  readonly minimumPercent?: number;
  readonly aggression?: number;
}

export interface LoadBalancer {
  readonly consistentHash?: ConsistentHash;
  readonly localityLbSetting?: LocalitySetting;
  readonly zoneAwareLbSetting?: LocalitySetting;
  readonly warmup?: Warmup;
}

/** @see istio pkg/config/validation/validation.go validateLoadBalancer */
export function* loadBalancerFindings(settings: LoadBalancer, path: string, detectsOutliers: boolean): Findings {
  const { consistentHash, localityLbSetting: locality, zoneAwareLbSetting: zone, warmup } = settings;
  if (consistentHash) yield* consistentHashFindings(consistentHash, `${path}.consistentHash`);
  yield* errorIf(Boolean(locality && zone), path, 'only one of localityLbSetting and zoneAwareLbSetting can be set');
  if (locality) yield* localityFindings(locality, `${path}.localityLbSetting`, detectsOutliers);
  if (zone) yield* zoneFindings(zone, `${path}.zoneAwareLbSetting`, detectsOutliers);
  if (warmup) yield* warmupFindings(warmup, `${path}.warmup`);
}

function* warmupFindings({ duration, minimumPercent = 0, aggression = 1 }: Warmup, path: string): Findings {
  yield* errorAt(`${path}.duration`, duration === undefined ? 'duration is required' : durationProblem(duration));
  yield* errorIf(minimumPercent > 100, `${path}.minimumPercent`, 'minimumPercent value should be less than or equal to 100');
  yield* errorIf(aggression <= 0, `${path}.aggression`, 'aggression should be greater than 0');
}

function* consistentHashFindings({ httpCookie, minimumRingSize = 0, ringHash, maglev }: ConsistentHash, path: string): Findings {
  const hasAlgorithm = Boolean(ringHash ?? maglev);
  if (httpCookie) yield* cookieFindings(httpCookie, `${path}.httpCookie`);
  yield* warningIf(minimumRingSize !== 0, `${path}.minimumRingSize`, "consistent hash MinimumRingSize is deprecated, use ConsistentHashLB's RingHash configuration instead");
  yield* errorIf(minimumRingSize !== 0 && hasAlgorithm, path, 'only one of MinimumRingSize or Maglev/Ringhash can be specified');
  if (maglev) yield* tableSizeFindings(maglev.tableSize ?? 0, `${path}.maglev.tableSize`);
}

function* tableSizeFindings(size: number, path: string): Findings {
  yield* errorIf(size === 0, path, 'tableSize must be set for maglev');
  yield* errorIf(size >= 5000011, path, 'tableSize must be less than 5000011 for maglev');
  yield* errorIf(!isPrime(size), path, 'tableSize must be a prime number for maglev');
}

function* cookieFindings({ name, ttl, attributes }: Cookie, path: string): Findings {
  yield* errorAt(`${path}.ttl`, durationTextProblem(ttl));
  yield* errorIf(!name, `${path}.name`, 'name required for HttpCookie');
  const names = new Set<string>();
  for (const [attribute, field] of each(attributes, `${path}.attributes`)) {
    const attributeName = attribute.name ?? '';
    yield* errorIf(attributeName === '', `${field}.name`, 'cookie attribute name cannot be empty');
    yield* errorIf(names.has(attributeName), `${field}.name`, `duplicate cookie attribute name: ${attributeName}`);
    if (attributeName) names.add(attributeName);
  }
}

/** Like Envoy, takes 1 for a prime. */
function isPrime(value: number): boolean {
  if (value !== 0 && value < 4) return true;
  if (value % 2 === 0) return false;
  for (let factor = 3; factor * factor <= value; factor += 2) {
    if (value % factor === 0) return false;
  }
  return true;
}
