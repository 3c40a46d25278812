import type { Findings } from './problem';
import { each, error, errorAt, errorIf, warningIf } from './problem';

interface Failover {
  readonly from?: string;
  readonly to?: string;
}

interface Distribution {
  readonly from?: string;
  readonly to?: Readonly<Record<string, number>>;
}

/** Where traffic goes by the place of its source, and what it falls back to. */
export interface LocalitySetting {
  readonly distribute?: readonly Distribution[];
  readonly failover?: readonly Failover[];
  readonly failoverPriority?: readonly string[];
}

const TOPOLOGY_LABELS = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];
const WITHOUT_OUTLIERS = 'outlier detection policy must be provided for failover';

/** @see istio pkg/config/validation/agent/validation.go ValidateLocalityLbSetting */
export function* localityFindings(setting: LocalitySetting, path: string, detectsOutliers: boolean): Findings {
  const { distribute = [], failover = [], failoverPriority = [] } = setting;
  const problem = contradiction({ distribute, failover, failoverPriority });
  if (problem !== undefined) return yield error(path, problem);
  for (const [{ to = {} }, field] of each(distribute, `${path}.distribute`)) {
    const weights = weightProblem(Object.values(to));
    if (weights !== undefined) return yield error(`${field}.to`, weights);
    yield* errorAt(`${field}.to`, localitiesProblem(Object.keys(to)));
  }
  yield* errorAt(`${path}.distribute`, localitiesProblem(distribute.map(({ from = '' }) => from)));
  yield* warningIf(failover.length + failoverPriority.length > 0 && !detectsOutliers, path, WITHOUT_OUTLIERS);
  yield* failoverFindings(failover, path, {
    same: 'locality lb failover settings must specify different regions',
    zone: 'locality lb failover only specify region',
    wildcard: "locality lb failover region should not contain '*' wildcard",
  });
}

function contradiction({ distribute, failover, failoverPriority }: Required<LocalitySetting>): string | undefined {
  if (failover.length === 0) return undefined;
  if (distribute.length > 0) return "can not simultaneously specify 'distribute' and 'failover'";
  const label = failoverPriority.find((one) => TOPOLOGY_LABELS.includes(one));
  return label && `can not simultaneously set 'failover' and topology label '${label}' in 'failover_priority'`;
}

/** @see istio pkg/config/validation/agent/validation.go ValidateZoneAwareLbSetting */
export function* zoneFindings({ failover = [], failoverPriority = [] }: LocalitySetting, path: string, detectsOutliers: boolean): Findings {
  for (const label of failoverPriority.filter((one) => TOPOLOGY_LABELS.includes(one))) {
    yield error(`${path}.failoverPriority`, `'failover_priority' for zone aware lb must not use topology label '${label}'; region- and zone-level routing are handled automatically`);
  }
  yield* warningIf(failover.length + failoverPriority.length > 0 && !detectsOutliers, path, WITHOUT_OUTLIERS);
  yield* failoverFindings(failover, path, {
    same: 'zone aware lb failover settings must specify different regions',
    zone: 'zone aware lb failover only specifies region; zone and subzone failover are handled automatically',
    wildcard: "zone aware lb failover region should not contain '*' wildcard",
  });
}

interface FailoverWords {
  readonly same: string;
  readonly zone: string;
  readonly wildcard: string;
}

function* failoverFindings(failovers: readonly Failover[], path: string, words: FailoverWords): Findings {
  for (const [{ from = '', to = '' }, field] of each(failovers, `${path}.failover`)) {
    yield* errorIf(from === to, field, words.same);
    yield* errorIf(/\//.test(from + to), field, words.zone);
    yield* errorIf(/\*/.test(from + to), field, words.wildcard);
  }
}

function weightProblem(weights: readonly number[]): string | undefined {
  if (weights.some((weight) => weight <= 0 || weight > 100)) return 'locality weight must be in range [1, 100]';
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total === 100 ? undefined : `total locality weight ${total} != 100`;
}

/** @see validateLocalities */
function localitiesProblem(localities: readonly string[]): string | undefined {
  for (const [index, locality] of localities.entries()) {
    const problem = localityProblem(locality, localities.slice(0, index));
    if (problem !== undefined) return `locality ${locality} ${problem}`;
  }
  return undefined;
}

function localityProblem(locality: string, earlier: readonly string[]): string | undefined {
  if (/\*./.test(locality)) return "wildcard '*' number can not exceed 1 and must be in the end";
  if (locality.split('/').includes('')) return 'must not contain empty region/zone/subzone info';
  return earlier.some((other) => overlap(other, locality)) ? 'overlap with previous specified ones' : undefined;
}

/** Whether one locality is in the other; `*` in the earlier one stands for all of its level and below. */
function overlap(earlier: string, locality: string): boolean {
  const [others, levels] = [earlier.split('/'), locality.split('/')];
  const apart = others.findIndex((name, level) => name === '*' || name !== levels[level]);
  return apart < 0 || apart >= levels.length || others[apart] === '*';
}
